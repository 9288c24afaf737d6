/**
 * The slots of a llama-server: what each holds, and their state on the server's disk.
 *
 * Owns `/slots`. The file names are ours, the directory is the server's (`--slot-save-path`); a file that was written
 * there can be written over by its name but not deleted. Fields: tools/server/README.md of llama.cpp.
 */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { CacheProbe, KvStore } from "./endpoint.ts";
import type { HttpClient, HttpReply } from "./http.ts";

const slotsSchema = z.array(
  z.object({
    id: z.int().nonnegative(),
    is_processing: z.boolean().default(false),
    // The number of the last request; a server that was just started has none.
    id_task: z.int().optional(),
    n_prompt_tokens: z.int().nonnegative().optional(),
  }),
);
const savedSchema = z.object({ n_saved: z.int(), n_written: z.int(), timings: z.object({ save_ms: z.number() }) });
const restoredSchema = z.object({ n_restored: z.int(), timings: z.object({ restore_ms: z.number() }) });
const markSchema = z.object({ media_marker: z.string().optional() });

/** What every slot holds; undefined where the server does not show its slots (`--no-slots`). */
export async function probeSlots(http: HttpClient): Promise<CacheProbe | undefined> {
  const [reply, props] = await Promise.all([http.json("GET", "/slots"), http.json("GET", "/props")]);
  const slots = slotsSchema.safeParse(reply.body);
  if (reply.status !== 200 || !slots.success) return undefined;
  // Some builds draw a new marker at every start: then a restart is known even when the numbers happen to fit.
  const mark = markSchema.safeParse(props.body);
  return {
    boot: (mark.success ? mark.data.media_marker : undefined) ?? null,
    slots: slots.data.map((slot) => ({
      id: slot.id,
      task: slot.id_task ?? null,
      // A slot that never had a request shows no figures, and holds nothing.
      tokens: slot.n_prompt_tokens ?? (slot.id_task === undefined ? 0 : null),
      isBusy: slot.is_processing,
    })),
  };
}

/**
 * Whether the server was started with `--slot-save-path`.
 *
 * Asked with a file name that no server takes: with the option it is refused as a name (400), without it the whole
 * action is (501). Nothing is written.
 */
export async function canSaveSlots(http: HttpClient): Promise<boolean> {
  const reply = await http.json("POST", "/slots/0?action=save", { filename: "../" }).catch(() => undefined);
  return reply?.status === 400;
}

function reasonOf(reply: HttpReply): string {
  const error = z.object({ error: z.object({ message: z.string() }) }).safeParse(reply.body);
  return error.success ? error.data.error.message : `status ${reply.status}`;
}

/** Saving and loading of slots, for a server that can. */
export function slotStore(http: HttpClient): KvStore {
  return {
    place: "server",
    async save(filename, slot, signal) {
      const reply = await http.json("POST", `/slots/${slot}?action=save`, { filename }, signal);
      const saved = savedSchema.safeParse(reply.body);
      if (reply.status !== 200 || !saved.success || saved.data.n_saved === 0) {
        throw new LonghandError(
          "KV_NOT_SAVED",
          `The server could not write what it has read to its disk (${reasonOf(reply)}).`,
          "Look at the server's disk and its --slot-save-path; until then it is read again after a restart.",
        );
      }
      return { tokens: saved.data.n_saved, bytes: saved.data.n_written, ms: saved.data.timings.save_ms };
    },
    async restore(filename, slot) {
      const reply = await http.json("POST", `/slots/${slot}?action=restore`, { filename });
      const restored = restoredSchema.safeParse(reply.body);
      if (reply.status !== 200 || !restored.success) {
        throw new LonghandError(
          "KV_REFUSED",
          `The server cannot load the saved state (${reasonOf(reply)}).`,
          "It is read anew.",
        );
      }
      return { tokens: restored.data.n_restored, ms: restored.data.timings.restore_ms };
    },
    async clear(slot) {
      await http.json("POST", `/slots/${slot}?action=erase`);
    },
  };
}
