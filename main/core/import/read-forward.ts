/**
 * The bytes of many items one after another, as they lie in their sources.
 *
 * Owns reading forwards: items come in the order of their source, so a zip, an entry of it and a PST are read once and
 * not anew from the beginning for every mail in them. What is asked for out of order is read like a single item.
 */
import { collectChunks } from "./sources/chunks.ts";
import { isPst, openRaw } from "./sources/open-raw.ts";
import { readPst } from "./sources/pst.ts";
import type { RawSource } from "./sources/source-item.ts";
import { readZip } from "./sources/zip.ts";

/** Reads items; `close` lets go of what is open. */
export type ForwardReader = {
  /** The bytes of an item; throws the file system's errors, a RangeError above `maxBytes`. */
  read(source: RawSource, maxBytes: number): Promise<Buffer>;
  close(): Promise<void>;
};

/** A container that is open; `read` gives undefined for what does not lie ahead. */
type Container = {
  readonly path: string;
  read(source: RawSource, maxBytes: number): Promise<Buffer | undefined>;
  close(): Promise<void>;
};

function openPst(path: string): Container {
  const messages = readPst(path);
  return {
    path,
    async read({ entry }) {
      for (;;) {
        const { value, done } = await messages.next();
        if (done === true || value.type === "broken") return undefined;
        if (value.entry === entry) return value.type === "mail" ? Buffer.from(value.raw) : undefined;
      }
    },
    close: async () => {
      await messages.return(undefined);
    },
  };
}

/** The bytes of one entry, forwards. */
function openEntry(name: string, chunks: AsyncIterator<Uint8Array>) {
  let rest: Uint8Array = new Uint8Array();
  let at = 0;
  return {
    name,
    async read(offset: number, length: number, maxBytes: number): Promise<Buffer | undefined> {
      if (offset < at) return undefined;
      if (length > maxBytes) throw new RangeError(`more than ${maxBytes} bytes`);
      const parts: Uint8Array[] = [];
      let left = length;
      while (left > 0) {
        if (rest.length === 0) {
          const { value, done } = await chunks.next();
          if (done === true) break;
          rest = value;
        }
        const skip = Math.min(rest.length, Math.max(0, offset - at));
        const take = Math.min(rest.length - skip, at + skip >= offset ? left : 0);
        parts.push(rest.subarray(skip, skip + take));
        at += skip + take;
        left -= take;
        rest = rest.subarray(skip + take);
      }
      return Buffer.concat(parts);
    },
    close: async () => {
      await chunks.return?.();
    },
  };
}

function openZip(path: string): Container {
  const entries = readZip(path);
  let current: ReturnType<typeof openEntry> | undefined;
  return {
    path,
    async read({ entry, offset, length }, maxBytes) {
      while (current?.name !== entry) {
        await current?.close();
        current = undefined;
        const { value, done } = await entries.next();
        if (done === true) return undefined;
        if (value === "package" || value.name !== entry) continue;
        current = openEntry(value.name, ((await value.open()) as AsyncIterable<Buffer>)[Symbol.asyncIterator]());
      }
      return current?.read(offset, length, maxBytes);
    },
    async close() {
      await current?.close();
      await entries.return(undefined);
    },
  };
}

/** Creates a reader that has nothing open. */
export function createForwardReader(): ForwardReader {
  let container: Container | undefined;
  return {
    async read(source, maxBytes) {
      if (source.entry !== null) {
        if (container?.path !== source.path) {
          await container?.close();
          container = undefined;
          container = (await isPst(source.path)) ? openPst(source.path) : openZip(source.path);
        }
        const bytes = await container.read(source, maxBytes);
        if (bytes !== undefined) return bytes;
        // It lies behind what was read: begin anew, so that what follows lies ahead again.
        await container.close();
        container = undefined;
      }
      return collectChunks(openRaw(source), maxBytes);
    },
    async close() {
      await container?.close();
    },
  };
}
