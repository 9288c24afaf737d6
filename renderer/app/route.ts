/**
 * Where the window is, as an address after `#`: parsing and writing. Pure.
 *
 * Every place that a person can want to come back to has an address: an answer, a mail at a quote, a draft.
 */

import type { ItemState } from "../../shared/schemas.ts";

/** The screens, in the order of the sidebar and of the shortcuts. */
export const SCREENS = ["ask", "write", "library", "context", "exam", "voice", "sources", "settings"] as const;

/** One of {@link SCREENS}. */
export type ScreenName = (typeof SCREENS)[number];

/** A place in the app. `back` is where "Back" leads: a place's own address. */
export type Route =
  | { readonly screen: "ask"; readonly answer: number | "live" | "compare" | null }
  | {
      readonly screen: "write";
      readonly draft: number | null;
      readonly replyTo: string | null;
      readonly compose: "new" | "message" | null;
    }
  | {
      readonly screen: "library";
      readonly document: string | null;
      /** A page of a PDF. */
      readonly page: number | null;
      readonly quote: string | null;
      readonly back: string | null;
    }
  | { readonly screen: "voice" }
  | { readonly screen: "context" }
  | { readonly screen: "exam" }
  /** One source's ledger, or all sources. */
  | { readonly screen: "sources"; readonly source: number | null; readonly state: ItemState | null }
  | { readonly screen: "settings" }
  /** An address that names no place. */
  | { readonly screen: "nowhere" };

const ITEM_STATES: readonly ItemState[] = ["imported", "duplicate", "skipped", "failed"];

const DOCUMENT_ID = /^[mpf][1-9]\d{0,14}$/;

function rowNumber(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

/** The place of an address like `#/library/m12?quote=...`; an empty one leads to Ask. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [name, first, second] = path.split("/");
  const parameters = new URLSearchParams(query);
  switch (name) {
    case "":
    case "ask":
      return { screen: "ask", answer: first === "live" || first === "compare" ? first : rowNumber(first) };
    case "write": {
      const replyTo = first === "to" && second !== undefined && DOCUMENT_ID.test(second) ? second : null;
      const compose = first === "new" || first === "message" ? first : null;
      return { screen: "write", draft: rowNumber(first), replyTo, compose };
    }
    case "library": {
      const document = first !== undefined && DOCUMENT_ID.test(first) ? first : null;
      const back = parameters.get("back");
      return {
        screen: "library",
        document,
        page: rowNumber(parameters.get("page") ?? undefined),
        quote: parameters.get("quote"),
        // Only a place of this app, never an address elsewhere.
        back: back?.startsWith("#/") === true ? back : null,
      };
    }
    case "sources": {
      const state = ITEM_STATES.find((item) => item === parameters.get("state")) ?? null;
      return { screen: "sources", source: rowNumber(first), state };
    }
    case "voice":
    case "context":
    case "exam":
    case "settings":
      return { screen: name };
    default:
      return { screen: "nowhere" };
  }
}

/** The address of a screen. */
export function screenAddress(screen: ScreenName): string {
  return `#/${screen}`;
}

/** The address of a source's ledger, of one state of items where that is named. */
export function sourceAddress(id: number, state: ItemState | null = null): string {
  return `#/sources/${id}${state === null ? "" : `?state=${state}`}`;
}

/** The address of an answer of the history, of the one that is coming, or of two side by side. */
export function answerAddress(id: number | "live" | "compare"): string {
  return `#/ask/${id}`;
}

/** The address of a draft. */
export function draftAddress(id: number): string {
  return `#/write/${id}`;
}

/** The address of the form for a mail that answers nothing in the archive. */
export function composeAddress(what: "new" | "message"): string {
  return `#/write/${what}`;
}

/** The address of the form that answers a mail. */
export function replyAddress(documentId: string): string {
  return `#/write/to/${documentId}`;
}

/** The address of a document or of a PDF's page (`p13.3`), at a quote where one is given. */
export function documentAddress(
  id: string,
  at: { readonly quote?: string | null; readonly back?: string | null } = {},
): string {
  const parameters = new URLSearchParams();
  // `p13.3` is page 3 of the document p13.
  const [document, page] = id.split(".", 2);
  if (page !== undefined) parameters.set("page", page);
  if (at.quote != null && at.quote !== "") parameters.set("quote", at.quote.slice(0, 2000));
  if (at.back != null) parameters.set("back", at.back);
  const query = parameters.toString();
  return `#/library/${document}${query === "" ? "" : `?${query}`}`;
}
