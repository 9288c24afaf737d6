/** The browser host: the page's own origin, with its cookie. */
import {
  BROWSER_PATHS,
  type CoreState,
  type FolderListing,
  type HostResult,
  type PickResult,
} from "../../shared/host-bridge.ts";
import type { PickedFile } from "../../shared/schemas.ts";
import { toShownError } from "../errors.ts";
import type { HandOver, KnownCoreState, PageHost } from "./page-host.ts";

/** How often the state is asked for while it is watched. */
const STATE_INTERVAL_MS = 700;

async function askState(): Promise<KnownCoreState> {
  try {
    const response = await fetch(BROWSER_PATHS.state, { cache: "no-store" });
    if (response.status === 401 || response.status === 403) return { status: "signed-out" };
    return (await response.json()) as CoreState;
  } catch {
    return { status: "unreachable" };
  }
}

function failed(error: unknown): PickResult {
  const { message, remedy } = toShownError(error);
  return { ok: false, error: { code: "INTERNAL", message, remedy } };
}

function upload(file: File, onHandOver: (progress: HandOver) => void): Promise<PickResult> {
  return new Promise((resolve) => {
    // Not fetch: only XMLHttpRequest tells how far an upload is.
    const request = new XMLHttpRequest();
    request.open("POST", `${BROWSER_PATHS.upload}?name=${encodeURIComponent(file.name)}`);
    request.responseType = "json";
    request.upload.onprogress = (event) => onHandOver({ name: file.name, done: event.loaded, total: file.size });
    request.onload = () => {
      if (request.status === 200) resolve(request.response as PickResult);
      else resolve(failed(new Error(`${file.name} could not be handed over (the host said ${request.status}).`)));
    };
    request.onerror = () => resolve(failed(new Error(`${file.name} could not be handed over.`)));
    request.send(file);
  });
}

/** The host behind this page's origin. */
export function createBrowserHost(): PageHost {
  return {
    kind: "browser",
    url: `${window.location.protocol === "https:" ? "wss" : "ws"}://${window.location.host}${BROWSER_PATHS.api}`,
    socket: WebSocket,
    async listFolder(ticket) {
      const query = ticket === undefined ? "" : `?folder=${encodeURIComponent(ticket)}`;
      const response = await fetch(`${BROWSER_PATHS.files}${query}`, { cache: "no-store" });
      if (!response.ok) throw new Error(`The folder could not be listed (the host said ${response.status}).`);
      const result = (await response.json()) as HostResult<FolderListing>;
      if (!result.ok) throw new Error(`${result.error.message} ${result.error.remedy}`.trim());
      return result.value;
    },
    async pickEntries(tickets) {
      const response = await fetch(BROWSER_PATHS.pick, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ tickets }),
      });
      if (!response.ok) return failed(new Error(`The files could not be picked (the host said ${response.status}).`));
      return (await response.json()) as PickResult;
    },
    async ticketsForDrop(files, onHandOver) {
      const picked: PickedFile[] = [];
      for (const file of files) {
        const result = await upload(file, onHandOver);
        if (!result.ok) return result;
        picked.push(...result.value);
      }
      return { ok: true, value: picked };
    },
    watchState(callback) {
      let isWatching = true;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const ask = async (): Promise<void> => {
        const state = await askState();
        if (!isWatching) return;
        callback(state);
        timer = setTimeout(() => void ask(), STATE_INTERVAL_MS);
      };
      void ask();
      return () => {
        isWatching = false;
        clearTimeout(timer);
      };
    },
    reportWork(work) {
      // Imports and reading ahead go on without the page; what is written right now would be cut off.
      window.onbeforeunload = work.length === 0 ? null : (event) => event.preventDefault();
    },
    notify({ title, body, address }) {
      if (!("Notification" in window) || Notification.permission !== "granted") return;
      const note = new Notification(title, { body, tag: address });
      note.onclick = () => {
        window.focus();
        window.location.hash = address;
        note.close();
      };
    },
  };
}
