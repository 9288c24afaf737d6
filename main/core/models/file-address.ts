/** The address of a model's file: what may be one, and the name that the file gets. Pure. */
import { LonghandError } from "../../../shared/errors.ts";
import { parseEndpointUrl } from "../endpoint/egress.ts";

/** A file of several (`name-00001-of-00006.gguf`). */
const ONE_OF_SEVERAL = /-\d{5}-of-\d{5}\.gguf$/i;
const LONGEST_NAME = 120;

/** Parses the address of a GGUF file; throws `INVALID_INPUT`. */
export function parseFileUrl(text: string): URL {
  const url = parseEndpointUrl(text);
  url.hash = "";
  if (!/\.gguf$/i.test(url.pathname)) {
    throw new LonghandError(
      "INVALID_INPUT",
      "This is not the address of a GGUF file.",
      "It ends in .gguf: take the file's own link, not the page's.",
    );
  }
  if (ONE_OF_SEVERAL.test(url.pathname)) {
    throw new LonghandError(
      "INVALID_INPUT",
      "This is one file of several, which Longhand does not put together.",
      "Take a model in one file, or fetch all parts with a browser and choose the first.",
    );
  }
  return url;
}

/** The file's name on the disk: the last part of its address, with nothing in it that a disk could mistake. */
export function fileNameOf(url: URL): string {
  const last = url.pathname.split("/").at(-1) ?? "";
  const plain = last
    .replace(/%[0-9a-f]{2}/gi, "_")
    .replace(/[^\w.-]/g, "_")
    .replace(/^[.-]+/, "");
  return plain.length > LONGEST_NAME ? plain.slice(-LONGEST_NAME).replace(/^[.-]+/, "") : plain;
}
