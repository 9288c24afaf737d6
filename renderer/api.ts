/**
 * The one place that makes the API's client, for both hosts.
 *
 * When the core dies the line closes: requests under way fail and are asked again, subscriptions are taken up by
 * themselves (runs of a model are not: see features/prompt/run-store.ts), and everything shown is fetched anew.
 */
import { focusManager, QueryClient } from "@tanstack/react-query";
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { AppRouter } from "../main/core/api/router.ts";
import { toShownError } from "./errors.ts";
import { host } from "./host/host.ts";
import { markLost, markOpen } from "./stores/connection.ts";

/** The first new attempt comes at once, the later ones farther and farther apart. */
function retryDelayMs(attempt: number): number {
  return attempt === 0 ? 150 : Math.min(4000, 200 * 2 ** attempt);
}

/** What is fetched, kept for as long as it is shown. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      networkMode: "always",
      retry: (failures, error) => toShownError(error).code === "CONNECTION" && failures < 8,
      retryDelay: (failures) => Math.min(2000, 200 * 2 ** failures),
    },
    mutations: { networkMode: "always" },
  },
});

let hasBeenOpen = false;

const socketClient = createWSClient({
  url: host.url,
  WebSocket: host.socket,
  retryDelayMs,
  onOpen() {
    markOpen();
    if (hasBeenOpen) void queryClient.invalidateQueries();
    hasBeenOpen = true;
  },
  onClose: markLost,
});

// Two windows side by side are both visible: coming back to one of them is only a focus.
focusManager.setEventListener((onFocus) => {
  const onShow = (): void => onFocus();
  window.addEventListener("focus", onShow);
  document.addEventListener("visibilitychange", onShow);
  return () => {
    window.removeEventListener("focus", onShow);
    document.removeEventListener("visibilitychange", onShow);
  };
});

let lateCalls = 0;

/** Sends a mutation within this very moment and waits for nothing: for a page that is being left. */
export function sendNow(path: "draft.save", input: { readonly id: number; readonly edited: string }): void {
  const { connection } = socketClient;
  if (connection?.state !== "open") return;
  lateCalls += 1;
  connection.ws.send(JSON.stringify({ id: `late-${lateCalls}`, method: "mutation", params: { path, input } }));
}

/** Calls procedures directly: subscriptions and mutations outside components. */
export const api = createTRPCClient<AppRouter>({ links: [wsLink({ client: socketClient })] });

/** Query and mutation options for TanStack Query. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client: api, queryClient });
