/**
 * Opens a PDF's bytes with pdfjs; the only file of the window that imports it, loaded when a PDF is first shown.
 *
 * Nothing in a PDF acts: its scripts are never run, its links, forms and attached files are not drawn.
 */
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy, TextLayer } from "pdfjs-dist";
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?url";

export type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
export { TextLayer };

GlobalWorkerOptions.workerSrc = workerUrl;

function asset(folder: string): string {
  return new URL(`pdfjs/${folder}/`, document.baseURI).href;
}

/** An open PDF; `close` frees its worker. */
export type OpenPdf = { readonly document: PDFDocumentProxy; close(): void };

/** Why a PDF cannot be shown. */
export type PdfFailure = "password" | "malformed";

/** Opens a PDF given in base64; `password` where it needs one. Throws a {@link PdfFailure}'s error by name. */
export async function openPdf(base64: string, password?: string): Promise<OpenPdf> {
  const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const task = getDocument({
    data,
    ...(password === undefined ? {} : { password }),
    cMapUrl: asset("cmaps"),
    cMapPacked: true,
    standardFontDataUrl: asset("standard_fonts"),
    wasmUrl: asset("wasm"),
    iccUrl: asset("iccs"),
    // Compiling WebAssembly would need a hole in the page's policy; the decoders have plain versions.
    useWasm: false,
    useWorkerFetch: true,
    enableXfa: false,
  });
  const close = (): void => void task.destroy();
  try {
    return { document: await task.promise, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** What an error of {@link openPdf} means. */
export function pdfFailure(error: unknown): PdfFailure {
  return error instanceof Error && error.name === "PasswordException" ? "password" : "malformed";
}
