/** The window: sidebar, banner, and the screen of the present place. Screens are loaded when first shown. */
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { trpc } from "../api.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { Waiting } from "../components/waiting.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { HostRequests } from "./host-requests.tsx";
import { replaceAddress, useRoute } from "./navigation.ts";
import { type Route, screenAddress } from "./route.ts";
import classes from "./shell.module.css";
import { ShortcutList } from "./shortcut-list.tsx";
import { Sidebar } from "./sidebar.tsx";
import { Toasts } from "./toasts.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import { WindowDrop } from "./window-drop.tsx";

const AskScreen = lazy(async () => ({ default: (await import("../features/ask/ask-screen.tsx")).AskScreen }));
const WriteScreen = lazy(async () => ({ default: (await import("../features/write/write-screen.tsx")).WriteScreen }));
const LibraryScreen = lazy(async () => ({
  default: (await import("../features/library/library-screen.tsx")).LibraryScreen,
}));
const ContextScreen = lazy(async () => ({
  default: (await import("../features/context/context-screen.tsx")).ContextScreen,
}));
const VoiceScreen = lazy(async () => ({ default: (await import("../features/voice/voice-screen.tsx")).VoiceScreen }));
const SourcesScreen = lazy(async () => ({
  default: (await import("../features/sources/sources-screen.tsx")).SourcesScreen,
}));
const ExamScreen = lazy(async () => ({ default: (await import("../features/exam/exam-screen.tsx")).ExamScreen }));
const SettingsScreen = lazy(async () => ({
  default: (await import("../features/settings/settings-screen.tsx")).SettingsScreen,
}));

function Screen({ route }: { readonly route: Route }): ReactNode {
  switch (route.screen) {
    case "ask":
      return <AskScreen answer={route.answer} />;
    case "write":
      return <WriteScreen draft={route.draft} replyTo={route.replyTo} compose={route.compose} />;
    case "library":
      return <LibraryScreen document={route.document} page={route.page} quote={route.quote} back={route.back} />;
    case "context":
      return <ContextScreen />;
    case "voice":
      return <VoiceScreen />;
    case "sources":
      return <SourcesScreen source={route.source} state={route.state} />;
    case "settings":
      return <SettingsScreen />;
    case "exam":
      return <ExamScreen />;
    case "nowhere":
      return (
        <EmptyState title="There is nothing here">
          <p>
            <a href={screenAddress("ask")}>Go to Ask</a>
          </p>
        </EmptyState>
      );
  }
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
