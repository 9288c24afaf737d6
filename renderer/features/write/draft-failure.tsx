/** Why a draft is not whole, and what can be done. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { DraftRecord } from "../../../shared/schemas.ts";
import { screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { startDraft, useDraftRun } from "./draft-run.ts";

/** Renders nothing for a draft that came to its end. */
export function DraftFailure({ record }: { readonly record: DraftRecord }): ReactNode {
  const { error, target, wishes, scope, id } = record;
  const run = useDraftRun((state) => (state.run?.id === id ? state.run : null));
  // After a reload the remark or the seed of a refused draft is not known any more: then it is drafted plainly.
  const plain = target === null ? null : { target, wishes, scope, fit: undefined, family: id };
  const subject = run?.subject ?? plain;
  if (record.state === "running") return <Notice tone="info" title="This draft is still being written." />;
  if (record.state === "stopped") {
    return <Notice tone="warn" title="Stopped: this is only the beginning of a draft." />;
  }
  if (error === null) return null;
  return (
    <ErrorNote error={new Error(error.message)}>
      {error.code === "WOULD_EVICT" && subject !== null && (
        <Button size="xs" variant="default" onClick={() => startDraft({ ...subject, allowEvict: true })}>
          Draft anyway
        </Button>
      )}
      {error.code === "WINDOW_TOO_SMALL" && target !== null && (
        <>
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              startDraft({ target, wishes: { ...wishes, learn: "voice" }, scope, fit: undefined, family: id })
            }
          >
            Learn from my mail and what it answers
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => startDraft({ target, wishes, scope, fit: "newest", family: id })}
          >
            Learn from the newest that fit
          </Button>
        </>
      )}
      <Button size="xs" variant="default" component="a" href={screenAddress("settings")}>
        Open Settings
      </Button>
    </ErrorNote>
  );
}
