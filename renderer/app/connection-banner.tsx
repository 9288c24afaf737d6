/** One calm line on top when the core process is away, and a short one when it is back. */
import { IconCircleCheck, IconPlugConnectedX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { host } from "../host/host.ts";
import type { KnownCoreState } from "../host/page-host.ts";
import { noteCoreState, useConnection } from "../stores/connection.ts";
import classes from "./connection-banner.module.css";

/** A line that comes back within this time is not worth a word. */
const PATIENCE_MS = 400;
const RELIEF_MS = 6000;

function lostText(core: KnownCoreState | null): string {
  switch (core?.status) {
    case "failed":
      return `${core.error.message} ${core.error.remedy}`.trim();
    case "unreachable":
      return "Longhand itself is not running any more. Start it again and open the address it prints; nothing that was saved is lost.";
    case "signed-out":
      return "This window is not signed in to Longhand any more. Open the address that Longhand printed when it started.";
    default:
      return "The archive process stopped and is being restarted. Nothing that was saved is lost.";
  }
}

/** Renders nothing while all is well. */
export function ConnectionBanner(): ReactNode {
  const { line, core, recoveredAt } = useConnection();
  const [isVisible, setVisible] = useState(false);

  useEffect(() => {
    if (line === "open") {
      setVisible(recoveredAt !== null);
      const timer = setTimeout(() => setVisible(false), RELIEF_MS);
      return () => clearTimeout(timer);
    }
    const timer = setTimeout(() => setVisible(true), line === "lost" ? PATIENCE_MS : 2500);
    const stopWatching = host.watchState(noteCoreState);
    return () => {
      clearTimeout(timer);
      stopWatching();
    };
  }, [line, recoveredAt]);

  const isBack = line === "open";
  const text = isBack
    ? "The archive process stopped and was restarted. Everything that was saved is here."
    : line === "connecting" && (core === null || core.status === "starting" || core.status === "ready")
      ? "Opening your archive…"
      : lostText(core);
  return (
    <div role="status" aria-live="polite" className={classes.region}>
      {isVisible && (
        <div className={classes.banner} data-tone={isBack ? "good" : "warn"}>
          {isBack ? <IconCircleCheck size={17} aria-hidden /> : <IconPlugConnectedX size={17} aria-hidden />}
          <span>{text}</span>
        </div>
      )}
    </div>
  );
}
