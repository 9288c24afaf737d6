/**
 * A scope's prefix in memory: taken up from its sealed rows, continued with what is new, sealed again.
 *
 * Owns what may be appended and when a prefix must be built anew. A sealed text is never rendered twice: what stands
 * is what was sealed. Counting is ./counting.ts; who keeps these objects is ./prefixes.ts.
 */
import { setImmediate } from "node:timers/promises";
import { LonghandError } from "../../../shared/errors.ts";
import type { CorpusProgress, Scope } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { corpusNumbers, existingCount, readNumbers } from "../archive/queries/corpus.ts";
import { readMe } from "../archive/queries/identity.ts";
import {
  findPrefix,
  type NewSegment,
  type SealedDocument,
  sealedCount,
  sealedDocuments,
  sealedFolds,
  sealedMemory,
  sealedTexts,
} from "../archive/queries/prefixes.ts";
import { withdrawnNumbers } from "../archive/queries/withdrawn.ts";
import type { Writer } from "../archive/writer.ts";
import { joinLearnt, type Learnt, type Memory } from "./memory.ts";
import { createRenderer, PROMPT_FORMAT, type RenderedDocument, type Renderer } from "./render.ts";
import { createSealedSource } from "./sealed-source.ts";

/** Progress of work over many documents: characters done of all, and an estimate of what is left. */
export type WorkProgress = CorpusProgress;

/** How long work may be followed and stopped. */
export type WorkOptions = { readonly signal?: AbortSignal; onProgress?(progress: WorkProgress): void };

/** A scope's prefix, live; `ends` are the numbers of documents behind which a sealed segment ends. */
export type LivePrefix = {
  readonly key: string;
  readonly me: readonly string[];
  /** The sealed row's id; undefined where nothing could be sealed. */
  id: number | undefined;
  documents: readonly RenderedDocument[];
  ends: readonly number[];
  readonly positions: Map<number, number>;
  renderer: Renderer | undefined;
};

/** Characters of a sealed segment: about as many as 4,096 tokens have. */
const SEGMENT_CHARS = 16_384;
/** Documents read in one go. */
const BATCH = 64;
/** Rendered for so long before the thread may do something else. */
const SLICE_MS = 20;
/** Sealed documents taken up before the thread may do something else. */
const LOAD_BATCH = 1024;
/** Characters sealed in one transaction. */
const SEAL_CHARS = 1_000_000;
const MAX_ATTEMPTS = 4;

/** Where prefixes are read and sealed; without a writer they stay in memory. */
export type PrefixArchive = { readonly db: ReadableDatabase; readonly writer: Writer | undefined };

/** Estimates what is left from how long it took so far; null at the beginning. */
export function estimateSeconds(startedMs: number, done: number, total: number): number | null {
  const seconds = (performance.now() - startedMs) / 1000;
  return done === 0 || seconds < 0.2 ? null : Math.round((seconds / done) * (total - done) * 10) / 10;
}

/** Throws `CANCELLED` where the signal says so. */
export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new LonghandError("CANCELLED", "The request was cancelled.");
}

function emptyPrefix(key: string, me: readonly string[]): LivePrefix {
  return { key, me, id: undefined, documents: [], ends: [], positions: new Map(), renderer: undefined };
}

/**
 * Takes up the sealed prefix of a scope; empty where none fits, undefined where it went while it was read.
 *
 * In parts, so that others need not wait. What is sealed never changes, and the id of a prefix that is gone never comes
 * again: a prefix that is still there at the end is the one that was read.
 */
async function loadSealed(
  db: ReadableDatabase,
  key: string,
  me: readonly string[],
  signal: AbortSignal | undefined,
): Promise<LivePrefix | undefined> {
  const live = emptyPrefix(key, me);
  const row = findPrefix(db, key, PROMPT_FORMAT);
  // Rendered for another "me" it says of others what the owner wrote: it is built anew.
  if (row === undefined || JSON.stringify(row.me) !== JSON.stringify(me)) return live;
  const total = sealedCount(db, row.id);
  const folds = sealedFolds(db, row.id);
  const documents: RenderedDocument[] = [];
  const ends: number[] = [];
  let segment = -1;
  let text = "";
  let at = 0;
  while (documents.length < total) {
    const part = sealedDocuments(db, row.id, documents.length, Math.min(LOAD_BATCH, total - documents.length));
    const [first, last] = [part[0], part.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    const texts = sealedTexts(db, row.id, first.segment, last.segment);
    for (const { number, chars, ...sealed } of part) {
      if (sealed.segment !== segment) {
        if (segment >= 0) ends.push(documents.length);
        segment = sealed.segment;
        text = texts[segment - first.segment] ?? "";
        at = 0;
      }
      const targets = folds.get(number) ?? [];
      live.positions.set(number, documents.length);
      documents.push(sealedDocument(number, text.slice(at, at + chars), sealed, targets));
      at += chars;
    }
    await setImmediate();
    throwIfStopped(signal);
  }
  if (documents.length > 0) ends.push(documents.length);
  if (findPrefix(db, key, PROMPT_FORMAT)?.id !== row.id) return undefined;
  Object.assign(live, { id: row.id, documents, ends });
  return live;
}

function sealedDocument(
  number: number,
  text: string,
  { headerChars, quotedChars, foldedChars }: Pick<SealedDocument, "headerChars" | "quotedChars" | "foldedChars">,
  targets: readonly number[],
): RenderedDocument {
  return {
    id: /^\[([mpf]\d+)/.exec(text)?.[1] ?? "",
    number,
    text,
    headerChars,
    quotedChars,
    foldedChars,
    targets,
    isFolded: foldedChars > 0 || targets.length > 0,
  };
}

/** A renderer that goes on behind the documents of a prefix. */
function continueRenderer(db: ReadableDatabase, live: LivePrefix): Renderer {
  const rows = live.id === undefined ? [] : sealedMemory(db, live.id);
  const learnt = rows.map(({ memory, shingles }): Learnt => {
    const { names, repeats } = JSON.parse(memory) as Pick<Learnt, "names" | "repeats">;
    return { names, repeats, shingles };
  });
  const memory: Memory = joinLearnt(learnt, createSealedSource(db, live.positions));
  return createRenderer(new Set(live.me), memory);
}

/** The renderer in the state after the last document. */
export function rendererOf(db: ReadableDatabase, live: LivePrefix): Renderer {
  live.renderer ??= continueRenderer(db, live);
  return live.renderer;
}

/** Whether what is in memory is still what is sealed. */
function isCurrent(db: ReadableDatabase, live: LivePrefix, me: readonly string[]): boolean {
  if (JSON.stringify(live.me) !== JSON.stringify(me)) return false;
  const row = findPrefix(db, live.key, PROMPT_FORMAT);
  if (row?.id !== live.id) return false;
  if (row !== undefined && sealedCount(db, row.id) !== live.ends.at(-1)) return false;
  // A sealed document that goes takes the prefix along; of those that are only in memory nobody else knows.
  const loose = live.documents.slice(live.ends.at(-1) ?? 0).map(({ number }) => number);
  return existingCount(db, loose) === loose.length;
}

type Pending = { segments: NewSegment[]; rendered: RenderedDocument[]; ends: number[]; chars: number };

/**
 * Brings a scope's prefix up to date: takes up what is sealed, renders what is new behind it, seals that.
 *
 * Returns `live` itself, or a new object where it had to be built anew.
 */
export async function updatePrefix(
  archive: PrefixArchive,
  key: string,
  scope: Scope,
  known: LivePrefix | undefined,
  options: WorkOptions = {},
): Promise<LivePrefix> {
  const { db } = archive;
  let live = known;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const me = readMe(db);
    if (live === undefined || !isCurrent(db, live, me)) live = await loadSealed(db, key, me, options.signal);
    if (live === undefined) continue;
    const { positions } = live;
    const withdrawn = new Set(withdrawnNumbers(db));
    const fresh = corpusNumbers(db, scope).filter((number) => !positions.has(number) && !withdrawn.has(number));
    if (fresh.length === 0 || (await append(archive, live, fresh, options))) return live;
    // Somebody erased or rebuilt meanwhile: look again.
    live = undefined;
  }
  throw new LonghandError(
    "ARCHIVE_IN_USE",
    "The archive changes faster than its prompt can be put together.",
    "Try again when the import or the removal is done.",
  );
}

/** Renders documents behind a prefix and seals them; false where the sealed prefix is not any more what it was. */
async function append(
  { db, writer }: PrefixArchive,
  live: LivePrefix,
  fresh: readonly number[],
  { signal, onProgress }: WorkOptions,
): Promise<boolean> {
  const renderer = rendererOf(db, live);
  // What was learnt before by documents that could not be sealed is not these documents'.
  renderer.takeLearnt();
  const started = performance.now();
  let sliceStarted = started;
  let pending: Pending = { segments: [], rendered: [], ends: [], chars: 0 };
  let open: RenderedDocument[] = [];
  let openChars = 0;

  const closeSegment = (): void => {
    if (open.length === 0) return;
    const { names, repeats, shingles } = renderer.takeLearnt();
    pending.segments.push({
      text: open.map((document) => document.text).join(""),
      memory: JSON.stringify({ names, repeats }),
      shingles,
      documents: open.map(({ text, id: _, isFolded: __, ...document }) => ({ ...document, chars: text.length })),
    });
    pending.rendered.push(...open);
    pending.ends.push(live.documents.length + pending.rendered.length);
    pending.chars += openChars;
    open = [];
    openChars = 0;
  };
  const seal = async (): Promise<boolean> => {
    if (pending.segments.length === 0) return true;
    const id = await writer?.call("sealPrefix", {
      scope: live.key,
      format: PROMPT_FORMAT,
      me: live.me,
      append: live.id === undefined ? null : { prefixId: live.id, documents: live.documents.length },
      segments: pending.segments,
      nowMs: Date.now(),
    });
    if (id === null) return false;
    live.documents = [...live.documents, ...pending.rendered];
    if (id !== undefined) {
      live.id = id;
      live.ends = [...live.ends, ...pending.ends];
    }
    pending = { segments: [], rendered: [], ends: [], chars: 0 };
    return true;
  };

  for (let at = 0; at < fresh.length; at += BATCH) {
    // A stopped update leaves the renderer ahead of the documents: it is made anew.
    if (signal?.aborted === true) live.renderer = undefined;
    throwIfStopped(signal);
    for (const document of readNumbers(db, fresh.slice(at, at + BATCH))) {
      const rendered = renderer.render(document);
      live.positions.set(document.number, live.documents.length + pending.rendered.length + open.length);
      open.push(rendered);
      openChars += rendered.text.length;
      if (openChars >= SEGMENT_CHARS) closeSegment();
      if (performance.now() - sliceStarted < SLICE_MS) continue;
      await setImmediate();
      sliceStarted = performance.now();
    }
    if (pending.chars >= SEAL_CHARS && !(await seal())) return false;
    const done = Math.min(fresh.length, at + BATCH);
    onProgress?.({
      phase: "render",
      done,
      total: fresh.length,
      etaSeconds: estimateSeconds(started, done, fresh.length),
    });
  }
  closeSegment();
  return seal();
}
