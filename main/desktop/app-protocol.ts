/** The address of our own page, `app://longhand/`, and the files behind it. There is no server and no file: URL. */
import { protocol, type Session } from "electron";
import { readPageFile } from "../host/page-files.ts";
import { securityHeaders } from "../host/security-headers.ts";

const SCHEME = "app";
const HOST = "longhand";

/** Where the window's page is. */
export const PAGE_URL = `${SCHEME}://${HOST}/`;

/** Whether an address is a page of ours. */
export function isOwnUrl(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === `${SCHEME}:` && url.host === HOST;
  } catch {
    return false;
  }
}

/** Makes `app:` a scheme with an origin of its own; must run before Electron is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

/** Serves the built window in `folder` to a session. */
export function serveWindowFiles(session: Session, folder: string): void {
  session.protocol.handle(SCHEME, (request) => answer(request, folder));
}

async function answer(request: Request, folder: string): Promise<Response> {
  const headers = securityHeaders([]);
  const isReading = request.method === "GET" || request.method === "HEAD";
  if (!isReading || !isOwnUrl(request.url)) return new Response("Not found.", { status: 404, headers });
  const file = await readPageFile(folder, new URL(request.url).pathname);
  if (file === undefined) return new Response("Not found.", { status: 404, headers });
  return new Response(file.bytes, {
    headers: { ...headers, "Content-Type": file.type, "Cache-Control": "no-store" },
  });
}
