/** How a bench tells many timings of one thing. */

/** The value below which a share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Milliseconds that work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Prints median, 95th percentile and worst of timings in milliseconds. */
export function printTimes(name: string, ms: readonly number[], aim: string): void {
  const [p50, p95, worst] = [percentile(ms, 0.5), percentile(ms, 0.95), Math.max(...ms)];
  console.log(
    `${name}: median ${p50.toFixed(1)} ms, 95th percentile ${p95.toFixed(1)} ms, worst ${worst.toFixed(1)} ms (${aim})`,
  );
}
