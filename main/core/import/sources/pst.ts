/** The messages of an Outlook PST, read by a thread of their own (./pst-thread.ts). Owns that thread's life. */

import { Worker } from "node:worker_threads";
import { moduleFile } from "../../../../shared/module-file.ts";
import type { PstMessage, PstStart } from "./pst-thread.ts";

const MEMORY_MB = 1024;
/** A message that takes longer than this to come means that the reader is lost in a damaged file. */
const SILENCE_MS = 120_000;

/** What a PST holds, in its own order, after the message `after`; `only` asks for one message. */
export async function* readPst(
  path: string,
  options: { readonly after?: string | null; readonly only?: string | null } = {},
): AsyncGenerator<Exclude<PstMessage, { readonly type: "end" }>> {
  const workerData: PstStart = { path, after: options.after ?? null, only: options.only ?? null };
  const worker = new Worker(new URL(moduleFile("./pst-thread", import.meta.url), import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  try {
    for (;;) {
      const message = await nextMessage(worker);
      if (message.type === "end") return;
      yield message;
      if (message.type === "broken") return;
      worker.postMessage("next");
    }
  } finally {
    await worker.terminate();
  }
}

function nextMessage(worker: Worker): Promise<PstMessage> {
  return new Promise((resolve) => {
    const done = (message: PstMessage): void => {
      clearTimeout(timer);
      worker.off("message", done).off("error", onDeath).off("exit", onDeath);
      resolve(message);
    };
    const onDeath = (): void => done({ type: "broken", reason: "the reader died of the file" });
    const timer = setTimeout(() => done({ type: "broken", reason: "the reader took too long" }), SILENCE_MS);
    worker.on("message", done).on("error", onDeath).on("exit", onDeath);
  });
}
