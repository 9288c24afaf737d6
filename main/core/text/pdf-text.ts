/**
 * The text of a PDF, page by page; the only file that knows pdfjs. Runs on a parse thread.
 *
 * Owns its limits and what its failures mean. Memory is the pool's business (import/parse-pool.ts).
 */
import { createRequire } from "node:module";
import path from "node:path";

/** A PDF's pages in order; a page without text (a scan) is an empty string. `date` as in the metadata: `D:2020...`. */
export type PdfText = { readonly pages: readonly string[]; readonly title: string; readonly date: string };

/** Why a PDF has no text for us. */
export class PdfError extends Error {
  readonly category: "password" | "malformed" | "too-large";
  constructor(category: PdfError["category"], message: string) {
    super(message);
    this.name = "PdfError";
    this.category = category;
  }
}

const MAX_PAGES = 20_000;
const MAX_CHARACTERS = 64 << 20;

/** pdfjs looks for drawing classes when it starts; reading text needs none of them. */
function stubDrawing(): void {
  const scope = globalThis as Record<string, unknown>;
  for (const name of ["DOMMatrix", "Path2D", "ImageData"]) scope[name] ??= class {};
}

async function load() {
  stubDrawing();
  const warn = console.warn;
  // It says on loading that it found no canvas.
  console.warn = () => undefined;
  try {
    const pdfjs = await import("pdfjs-dist/legacy/build/pdf.mjs");
    const root = `${path.dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"))}/`;
    return { pdfjs, root };
  } finally {
    console.warn = warn;
  }
}
let loading: ReturnType<typeof load> | undefined;

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/**
 * Reads a PDF, trying the passwords in order where it needs one. `onPage` is called after every page.
 *
 * Throws {@link PdfError}. Damaged pages are empty; a file whose pages cannot be found is malformed.
 */
export async function readPdf(
  bytes: Uint8Array,
  passwords: readonly string[] = [],
  onPage: () => void = () => undefined,
): Promise<PdfText> {
  loading ??= load();
  const { pdfjs, root } = await loading;
  // What is handed over is taken away: it needs a copy of its own.
  const task = pdfjs.getDocument({
    data: new Uint8Array(bytes),
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: false,
    cMapUrl: `${root}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${root}standard_fonts/`,
    wasmUrl: `${root}wasm/`,
    iccUrl: `${root}iccs/`,
  });
  let tried = 0;
  const { promise: refused, reject } = Promise.withResolvers<never>();
  task.onPassword = (update: (password: string) => void) => {
    const password = passwords[tried++];
    if (password === undefined) reject(new PdfError("password", "The PDF is protected by a password."));
    else update(password);
  };
  try {
    const document = await Promise.race([task.promise, refused]);
    if (document.numPages > MAX_PAGES) {
      throw new PdfError("too-large", `The PDF has more than ${MAX_PAGES} pages.`);
    }
    const metadata = await document.getMetadata().catch(() => undefined);
    const info = (metadata?.info ?? {}) as { readonly Title?: unknown; readonly CreationDate?: unknown };
    const pages: string[] = [];
    let characters = 0;
    let broken = 0;
    for (let number = 1; number <= document.numPages; number += 1) {
      const text = await pageText(document, number).catch(() => undefined);
      if (text === undefined) broken += 1;
      pages.push(text ?? "");
      characters += text?.length ?? 0;
      if (characters > MAX_CHARACTERS) throw new PdfError("too-large", "The PDF's text is larger than 64 MB.");
      onPage();
    }
    if (broken > 0 && broken === pages.length) throw new PdfError("malformed", "No page of the PDF can be read.");
    return {
      pages,
      title: typeof info.Title === "string" ? info.Title : "",
      date: typeof info.CreationDate === "string" ? info.CreationDate : "",
    };
  } catch (error) {
    if (error instanceof PdfError) throw error;
    if (nameOf(error) === "PasswordException") throw new PdfError("password", "The PDF is protected by a password.");
    throw new PdfError("malformed", `The PDF cannot be read (${nameOf(error) || "unknown error"}).`);
  } finally {
    refused.catch(() => undefined);
    await task.destroy().catch(() => undefined);
  }
}

type PdfDocument = Awaited<ReturnType<typeof import("pdfjs-dist/legacy/build/pdf.mjs")["getDocument"]>["promise"]>;

type Annotation = {
  readonly subtype?: string;
  readonly fieldValue?: unknown;
  readonly contentsObj?: { readonly str?: string };
  readonly hidden?: boolean;
};

/** What was typed into a form's fields and written on the page as a note; reading the page alone would lose it. */
function annotationText(annotations: readonly Annotation[], pageWords: string): string[] {
  const texts = annotations.flatMap(({ subtype, fieldValue, contentsObj, hidden }) => {
    if (hidden === true || subtype === "Link" || subtype === "Popup") return [];
    const values = [fieldValue].flat().filter((value): value is string => typeof value === "string" && value !== "Off");
    return [...values, contentsObj?.str ?? ""];
  });
  return [...new Set(texts.map((text) => text.trim()))].filter((text) => text !== "" && !pageWords.includes(text));
}

async function pageText(document: PdfDocument, number: number): Promise<string> {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  const parts: string[] = [];
  for (const item of items) if ("str" in item) parts.push(item.str, item.hasEOL ? "\n" : "");
  const text = parts.join("");
  const notes = annotationText((await page.getAnnotations().catch(() => [])) as Annotation[], text);
  page.cleanup();
  return [text, ...notes].filter((part) => part !== "").join("\n");
}
