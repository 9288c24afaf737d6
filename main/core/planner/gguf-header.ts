/**
 * Reads the header of a GGUF file: its metadata and the sizes of its tensors, never the tensors.
 *
 * An own small reader, for only the engine process may load node-llama-cpp, and the planner must know a file before
 * anything runs it. Format: ggml/docs/gguf.md of llama.cpp, versions 2 and 3, little-endian. Counts and lengths are
 * bounded: a broken file is refused, never read for ever.
 */
import { type FileHandle, open, stat } from "node:fs/promises";
import path from "node:path";
import { LonghandError } from "../../../shared/errors.ts";

/** A value of the metadata; long arrays (vocabularies) are left out. */
export type MetadataValue = string | number | boolean | readonly (number | boolean)[];

/** Metadata by its full key, like `llama.block_count`. */
export type Metadata = Readonly<Record<string, MetadataValue>>;

/** What a GGUF file says before its tensors. `fileBytes` adds up all parts of a split file. */
export type GgufHeader = {
  readonly metadata: Metadata;
  readonly parameters: number;
  readonly fileBytes: number;
  readonly parts: number;
};

const CHUNK_BYTES = 1 << 20;
const MAX_HEADER_BYTES = 1 << 29;
const MAX_ENTRIES = 1_000_000;
const MAX_ARRAY = 50_000_000;
/** Arrays up to this length are kept: one value a layer. Longer ones are vocabularies. */
const KEPT_ARRAY = 2048;

/** Bytes of the value types with a fixed size, by the type's number. */
const FIXED_BYTES: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const STRING = 8;
const ARRAY = 9;

function broken(file: string, reason: string): LonghandError {
  return new LonghandError(
    "MODEL_UNREADABLE",
    `The file ${path.basename(file)} is no GGUF model that Longhand can read (${reason}).`,
    "Name a complete GGUF file, version 2 or 3.",
  );
}

/** Reads forward through a file, a chunk at a time. */
class Cursor {
  private chunk = Buffer.alloc(0);
  private chunkStart = 0;
  private at = 0;
  private readonly file: FileHandle;
  private readonly name: string;

  constructor(file: FileHandle, name: string) {
    this.file = file;
    this.name = name;
  }

  fail(reason: string): LonghandError {
    return broken(this.name, reason);
  }

  /** The next `length` bytes; valid until the next call. */
  async take(length: number): Promise<Buffer> {
    if (this.at + length > MAX_HEADER_BYTES) throw this.fail("its header has no end");
    const offset = this.at - this.chunkStart;
    if (offset < 0 || offset + length > this.chunk.length) {
      const wanted = Buffer.alloc(Math.max(CHUNK_BYTES, length));
      const { bytesRead } = await this.file.read(wanted, 0, wanted.length, this.at);
      this.chunk = wanted.subarray(0, bytesRead);
      this.chunkStart = this.at;
      if (bytesRead < length) throw this.fail("it ends early");
    }
    const start = this.at - this.chunkStart;
    this.at += length;
    return this.chunk.subarray(start, start + length);
  }

  /** Passes over bytes without reading them. */
  skip(length: number): void {
    this.at += length;
    if (this.at > MAX_HEADER_BYTES) throw this.fail("its header has no end");
  }

  async u32(): Promise<number> {
    return (await this.take(4)).readUInt32LE(0);
  }

  async count(limit: number, what: string): Promise<number> {
    const value = (await this.take(8)).readBigUInt64LE(0);
    if (value > BigInt(limit)) throw this.fail(`${value} ${what}`);
    return Number(value);
  }

  async text(): Promise<string> {
    return (await this.take(await this.count(1 << 26, "bytes in one text"))).toString("utf8");
  }

  async fixed(type: number): Promise<number | boolean> {
    const size = FIXED_BYTES[type];
    if (size === undefined) throw this.fail(`value type ${type}`);
    const bytes = await this.take(size);
    switch (type) {
      case 0:
        return bytes.readUInt8(0);
      case 1:
        return bytes.readInt8(0);
      case 2:
        return bytes.readUInt16LE(0);
      case 3:
        return bytes.readInt16LE(0);
      case 4:
        return bytes.readUInt32LE(0);
      case 5:
        return bytes.readInt32LE(0);
      case 6:
        return bytes.readFloatLE(0);
      case 7:
        return bytes.readUInt8(0) !== 0;
      case 10:
        return Number(bytes.readBigUInt64LE(0));
      case 11:
        return Number(bytes.readBigInt64LE(0));
      default:
        return bytes.readDoubleLE(0);
    }
  }
}

async function readArray(cursor: Cursor): Promise<readonly (number | boolean)[] | undefined> {
  const type = await cursor.u32();
  const length = await cursor.count(MAX_ARRAY, "values in one list");
  if (type === STRING) {
    for (let index = 0; index < length; index += 1) cursor.skip(await cursor.count(1 << 26, "bytes in one text"));
    return undefined;
  }
  const size = FIXED_BYTES[type];
  // Lists of lists exist in the format and in no model: they are refused rather than followed.
  if (size === undefined) throw cursor.fail(`a list of type ${type}`);
  if (length > KEPT_ARRAY) {
    cursor.skip(length * size);
    return undefined;
  }
  const values: (number | boolean)[] = [];
  for (let index = 0; index < length; index += 1) values.push(await cursor.fixed(type));
  return values;
}

async function readMetadata(cursor: Cursor, entries: number): Promise<Record<string, MetadataValue>> {
  // Keys come from the file: an object without a prototype takes any of them as a plain key.
  const metadata: Record<string, MetadataValue> = Object.create(null) as Record<string, MetadataValue>;
  for (let index = 0; index < entries; index += 1) {
    const key = await cursor.text();
    const type = await cursor.u32();
    const value =
      type === STRING ? await cursor.text() : type === ARRAY ? await readArray(cursor) : await cursor.fixed(type);
    if (value !== undefined) metadata[key] = value;
  }
  return metadata;
}

async function readTensorParameters(cursor: Cursor, tensors: number): Promise<number> {
  let parameters = 0;
  for (let index = 0; index < tensors; index += 1) {
    await cursor.text();
    const dimensions = await cursor.u32();
    if (dimensions > 8) throw cursor.fail(`a tensor of ${dimensions} dimensions`);
    let size = 1;
    for (let dimension = 0; dimension < dimensions; dimension += 1) {
      size *= await cursor.count(Number.MAX_SAFE_INTEGER, "values in one tensor");
    }
    parameters += size;
    await cursor.take(4 + 8);
  }
  return parameters;
}

/** One part of a model: a file, or one of `name-00001-of-00003.gguf`. */
async function readPart(file: string): Promise<{ metadata: Metadata; parameters: number; fileBytes: number }> {
  const info = await stat(file).catch((error: unknown) => {
    throw new LonghandError("MODEL_NOT_FOUND", `There is no model file ${path.basename(file)}.`, "Check its name.", {
      cause: error,
    });
  });
  if (!info.isFile()) throw broken(file, "it is no file");
  const handle = await open(file, "r");
  try {
    const cursor = new Cursor(handle, file);
    if ((await cursor.take(4)).toString("latin1") !== "GGUF") throw broken(file, "it does not begin with GGUF");
    const version = await cursor.u32();
    if (version < 2 || version > 3) throw broken(file, `version ${version}`);
    const tensors = await cursor.count(MAX_ENTRIES, "tensors");
    const entries = await cursor.count(MAX_ENTRIES, "entries");
    const metadata = await readMetadata(cursor, entries);
    return { metadata, parameters: await readTensorParameters(cursor, tensors), fileBytes: info.size };
  } finally {
    await handle.close();
  }
}

/** Reads a model's header; of a split model, name any part. Throws `MODEL_NOT_FOUND` or `MODEL_UNREADABLE`. */
export async function readGgufHeader(file: string): Promise<GgufHeader> {
  const split = /^(.*)-\d{5}-of-(\d{5})\.gguf$/i.exec(file);
  const parts = split === null ? 1 : Number(split[2]);
  if (split === null || parts <= 1 || parts > 1000) return { ...(await readPart(file)), parts: 1 };
  const total = String(parts).padStart(5, "0");
  const headers = [];
  for (let part = 1; part <= parts; part += 1) {
    headers.push(await readPart(`${split[1]}-${String(part).padStart(5, "0")}-of-${total}.gguf`));
  }
  return {
    // The first part holds the model's metadata; the others only say which part they are.
    metadata: headers[0]?.metadata ?? {},
    parameters: headers.reduce((sum, header) => sum + header.parameters, 0),
    fileBytes: headers.reduce((sum, header) => sum + header.fileBytes, 0),
    parts,
  };
}
