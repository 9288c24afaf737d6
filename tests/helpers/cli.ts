/** Runs the command line as a user does, in a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { ROOT } from "./paths.ts";

/** What a run printed; `lines` are its lines of JSON. */
export type Outcome = {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly lines: Record<string, unknown>[];
};

/** Waits for the end of `longhand <args>`. */
export async function longhand(...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [path.join(ROOT, "main", "cli", "cli.ts"), ...args], { cwd: ROOT });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    out += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    err += chunk;
  });
  const [code] = (await once(child, "close")) as [number | null];
  const lines = out.split("\n").filter((line) => line.startsWith("{"));
  return { code, out, err, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}
