/**
 * The screens' programs: each is a chunk of its own, loaded when the window rests or when it is shown first.
 *
 * Owns their loading. A chunk that is here is shown at once: React lets every later showing of something that was once
 * awaited wait a third of a second, so only what is really awaited goes that way.
 */
import { type ComponentType, lazy, type ReactNode, useState } from "react";
import type { Route } from "./route.ts";

type ScreenProgram<P> = { readonly Show: (props: P) => ReactNode; load(): Promise<unknown> };

function screen<P extends object>(fetchProgram: () => Promise<ComponentType<P>>): ScreenProgram<P> {
  let here: ComponentType<P> | undefined;
  const load = async (): Promise<{ default: ComponentType<P> }> => {
    here = await fetchProgram();
    return { default: here };
  };
  const Awaited = lazy(load) as unknown as ComponentType<P>;
  return {
    load,
    Show(props) {
      // Decided once for as long as it is shown: another one in its place would begin anew.
      const [Program] = useState(() => here ?? Awaited);
      return <Program {...props} />;
    },
  };
}

const programs = {
  ask: screen(async () => (await import("../features/ask/ask-screen.tsx")).AskScreen),
  write: screen(async () => (await import("../features/write/write-screen.tsx")).WriteScreen),
  library: screen(async () => (await import("../features/library/library-screen.tsx")).LibraryScreen),
  context: screen(async () => (await import("../features/context/context-screen.tsx")).ContextScreen),
  voice: screen(async () => (await import("../features/voice/voice-screen.tsx")).VoiceScreen),
  sources: screen(async () => (await import("../features/sources/sources-screen.tsx")).SourcesScreen),
  settings: screen(async () => (await import("../features/settings/settings-screen.tsx")).SettingsScreen),
  exam: screen(async () => (await import("../features/exam/exam-screen.tsx")).ExamScreen),
};

/** Loads the programs of all screens one after the other, each when the window has nothing else to do. */
export function loadScreensAtRest(): void {
  const waiting = Object.values(programs);
  const next = (): void => {
    const program = waiting.shift();
    if (program === undefined) return;
    // One that cannot be loaded is asked for again, and complained of, where it is shown.
    const then = (): void => void requestIdleCallback(next);
    program.load().then(then, then);
  };
  requestIdleCallback(next);
}

/** The screen of a place. */
export function ScreenOf({ route }: { readonly route: Exclude<Route, { readonly screen: "nowhere" }> }): ReactNode {
  switch (route.screen) {
    case "ask":
      return <programs.ask.Show answer={route.answer} />;
    case "write":
      return <programs.write.Show draft={route.draft} replyTo={route.replyTo} compose={route.compose} />;
    case "library":
      return (
        <programs.library.Show document={route.document} page={route.page} quote={route.quote} back={route.back} />
      );
    case "context":
      return <programs.context.Show />;
    case "voice":
      return <programs.voice.Show />;
    case "sources":
      return <programs.sources.Show source={route.source} state={route.state} />;
    case "settings":
      return <programs.settings.Show />;
    case "exam":
      return <programs.exam.Show />;
  }
}
