/** The window: sidebar, banner, and the screen of the present place. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense, useEffect } from "react";
import { trpc } from "../api.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { Waiting } from "../components/waiting.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { HostRequests } from "./host-requests.tsx";
import { replaceAddress, useRoute } from "./navigation.ts";
import { type Route, screenAddress } from "./route.ts";
import { loadScreensAtRest, ScreenOf } from "./screens.tsx";
import classes from "./shell.module.css";
import { ShortcutList } from "./shortcut-list.tsx";
import { Sidebar } from "./sidebar.tsx";
import { Toasts } from "./toasts.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import { WindowDrop } from "./window-drop.tsx";

function Screen({ route }: { readonly route: Route }): ReactNode {
  if (route.screen !== "nowhere") return <ScreenOf route={route} />;
  return (
    <EmptyState title="There is nothing here">
      <p>
        <a href={screenAddress("ask")}>Go to Ask</a>
      </p>
    </EmptyState>
  );
}

/** Somebody who has no mail here yet is welcomed on the screen that brings it in. */
function useWelcome(): void {
  const { data: status } = useQuery(trpc.archive.status.queryOptions());
  useEffect(() => {
    if (status?.documents === 0 && window.location.hash === "") replaceAddress(screenAddress("sources"));
  }, [status]);
}

/** Everything in the window. */
export function Shell(): ReactNode {
  const route = useRoute();
  useWelcome();
  const shortcuts = useShortcuts();
  useEffect(loadScreensAtRest, []);
  return (
    <div className={classes.window}>
      <button type="button" className={classes.skip} onClick={() => document.getElementById("main")?.focus()}>
        Skip to the screen
      </button>
      <Sidebar current={route.screen} onShowShortcuts={shortcuts.show} onShowPalette={shortcuts.showPalette} />
      <div className={classes.column}>
        <ConnectionBanner />
        <main id="main" className={classes.main} tabIndex={-1}>
          <ErrorBoundary key={route.screen}>
            <Suspense fallback={<Waiting label="Opening" />}>
              <Screen route={route} />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <ShortcutList isOpen={shortcuts.isShown} onClose={shortcuts.hide} />
      <CommandPalette
        isOpen={shortcuts.isPaletteShown}
        onClose={shortcuts.hidePalette}
        onShowShortcuts={shortcuts.show}
      />
      <WindowDrop />
      <HostRequests onCommand={shortcuts.onCommand} />
      <Toasts />
    </div>
  );
}
