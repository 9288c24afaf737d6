/** Why a draft is not whole, and what can be done. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { DraftRecord } from "../../../shared/schemas.ts";
import { screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { startDraft } from "./draft-run.ts";

/** Renders nothing for a draft that came to its end. */
export function DraftFailure({ record }: { readonly record: DraftRecord }): ReactNode {
  const { error, replyTo, wishes, scope } = record;
  if (record.state === "running") return <Notice tone="info" title="This draft is still being written." />;
  if (record.state === "stopped") {
    return <Notice tone="warn" title="Stopped: this is only the beginning of a draft." />;
  }
  if (error === null) return null;
  return (
    <ErrorNote error={new Error(error.message)}>
      {error.code === "WINDOW_TOO_SMALL" && replyTo !== null && (
        <Button size="xs" variant="default" onClick={() => startDraft({ replyTo, wishes, scope, fit: "newest" })}>
          Learn from the newest that fit
        </Button>
      )}
      <Button size="xs" variant="default" component="a" href={screenAddress("settings")}>
        Open Settings
      </Button>
    </ErrorNote>
  );
}
