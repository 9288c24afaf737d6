/** Keeps mail out of what the operating system writes when a process dies. */
import { writeFileSync } from "node:fs";

/**
 * Leaves this process's memory, and that of the processes it starts from here on, out of core dumps.
 *
 * Linux alone writes such a dump without being asked, where its limits allow it; what stands in it is set here (core(5),
 * "Controlling which mappings are written to the core dump"). Elsewhere dumps must be switched on by the machine's owner.
 */
export function keepMemoryOutOfDumps(): void {
  if (process.platform !== "linux") return;
  try {
    writeFileSync("/proc/self/coredump_filter", "0");
  } catch {
    // No such kernel: nothing that Longhand could do about it.
  }
}
