/** Withdrawing a document from the model and taking it back; where others refer to it, what that costs comes first. */
import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, trpc } from "../../api.ts";
import { documentAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { toShownError } from "../../errors.ts";
import { countOf } from "../../format.ts";
import { showToast } from "../../stores/toasts.ts";
import { rebuildWords } from "../prompt/rebuild-words.ts";
import classes from "./document-dialog.module.css";

/** Both directions; `onRebuildNeeded` when it can be withdrawn only by building prompts anew. */
export function useWithdrawal(id: string, onRebuildNeeded: () => void) {
  const client = useQueryClient();
  const refresh = (): Promise<void> => client.invalidateQueries();
  const withdraw = useMutation(
    trpc.withdrawal.withdraw.mutationOptions({
      onSuccess: () => {
        const undo = (): void => void api.withdrawal.restore.mutate({ ids: [id] }).finally(refresh);
        showToast({ text: "Withdrawn from the model.", tone: "plain", action: { label: "Undo", run: undo } });
        return refresh();
      },
      onError: (error) => {
        if (toShownError(error).code === "REBUILD_NEEDED") onRebuildNeeded();
      },
    }),
  );
  const restore = useMutation(trpc.withdrawal.restore.mutationOptions({ onSuccess: refresh }));
  return { withdraw, restore, id };
}

/** More are counted. */
const NAMED = 5;

/** Says who refers to it and what reading again costs; its button does it. */
export function WithdrawDialog({ id, onClose }: { readonly id: string; onClose(): void }): ReactNode {
  const { withdraw } = useWithdrawal(id, () => undefined);
  const { data, error } = useQuery(
    trpc.withdrawal.plan.queryOptions({ ids: [id], endpoint: {} }, { staleTime: 0, retry: false }),
  );
  const quotedBy = data?.needRebuild.flatMap((one) => one.quotedBy) ?? [];
  return (
    <Modal
      opened
      onClose={onClose}
      title="Withdraw it and rebuild?"
      size="md"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {error !== null && <ErrorNote error={error} />}
      {error === null && data === undefined && <Waiting label="Looking at who refers to it" />}
      {data !== undefined && (
        <div className={classes.body}>
          <p>
            {countOf(quotedBy.length, "other mail")} {quotedBy.length === 1 ? "refers" : "refer"} to this one instead of
            quoting it:{" "}
            {quotedBy.slice(0, NAMED).map((other, index) => (
              <span key={other}>
                {index > 0 && ", "}
                <a href={documentAddress(other)} onClick={onClose}>
                  {other}
                </a>
              </span>
            ))}
            {quotedBy.length > NAMED && ` and ${quotedBy.length - NAMED} more`}. So it cannot be hidden alone: the
            prompt is built anew without it, and what they quoted of it then stands with them, in their words.
          </p>
          <p className={classes.note}>
            {rebuildWords(data.rebuild)} The mail stays in your archive and can be taken back.
          </p>
          {withdraw.error !== null && <ErrorNote error={withdraw.error} />}
          <div className={classes.foot}>
            <Button variant="default" onClick={onClose} data-autofocus>
              Leave it in
            </Button>
            <Button
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate({ ids: [id], rebuild: true }, { onSuccess: onClose })}
            >
              Withdraw and rebuild
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

/** Above a document that the model may not use. */
export function WithdrawnNote({ id }: { readonly id: string }): ReactNode {
  const { data } = useQuery(trpc.withdrawal.list.queryOptions());
  const { restore } = useWithdrawal(id, () => undefined);
  if (data?.includes(id) !== true) return null;
  return (
    <Notice tone="info" title="Withdrawn: no answer and no draft uses this." role="status">
      <div className={classes.undo}>
        <Button size="xs" variant="default" loading={restore.isPending} onClick={() => restore.mutate({ ids: [id] })}>
          Take it back
        </Button>
      </div>
      {restore.error !== null && <ErrorNote error={restore.error} />}
    </Notice>
  );
}
