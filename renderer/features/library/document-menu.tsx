/** What is seldom done to a document, behind "More" in the reader's bar: withdraw and take back, erase. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconEraser, IconEyeOff, IconLink, IconRestore } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { formatDeepLink } from "../../../shared/deep-link.ts";
import { trpc } from "../../api.ts";
import { showToast } from "../../stores/toasts.ts";
import { EraseDialog } from "./erase-dialog.tsx";
import { useWithdrawal, WithdrawDialog } from "./withdraw.tsx";

type Props = {
  readonly id: string;
  readonly title: string;
  /** After it was erased: there is nothing to show any more. */
  onErased(): void;
};

/** The menu's button; its dialogs stand in it. */
export function DocumentMenu({ id, title, onErased }: Props): ReactNode {
  const [dialog, setDialog] = useState<"erase" | "rebuild" | null>(null);
  const { data: withdrawn } = useQuery(trpc.withdrawal.list.queryOptions());
  const { withdraw, restore } = useWithdrawal(id, () => setDialog("rebuild"));
  const { data: status } = useQuery(trpc.archive.status.queryOptions());
  const copyLink = (archive: string): void => {
    void navigator.clipboard.writeText(formatDeepLink({ archive, document: id })).then(
      () => showToast({ text: "The link is in the clipboard.", tone: "good" }),
      () => showToast({ text: "The clipboard is closed to this window.", tone: "bad" }),
    );
  };
  const isBusy = withdraw.isPending || restore.isPending;
  return (
    <>
      <Menu position="bottom-end" shadow="md" withinPortal returnFocus>
        <Menu.Target>
          <ActionIcon size={30} variant="default" aria-label="More" title="More" loading={isBusy}>
            <IconDots size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown aria-label="More">
          {withdrawn?.includes(id) === true ? (
            <Menu.Item
              leftSection={<IconRestore size={15} stroke={1.7} />}
              onClick={() => restore.mutate({ ids: [id] })}
            >
              Take back: the model may use it
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconEyeOff size={15} stroke={1.7} />}
              disabled={withdrawn === undefined}
              onClick={() => withdraw.mutate({ ids: [id] })}
            >
              Withdraw from the model
            </Menu.Item>
          )}
          {status?.id != null && (
            <Menu.Item leftSection={<IconLink size={15} stroke={1.7} />} onClick={() => copyLink(status.id ?? "")}>
              Copy a link to it
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            c="var(--lh-bad)"
            leftSection={<IconEraser size={15} stroke={1.7} />}
            onClick={() => setDialog("erase")}
          >
            Erase for good…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === "rebuild" && <WithdrawDialog id={id} onClose={() => setDialog(null)} />}
      {dialog === "erase" && <EraseDialog id={id} title={title} onClose={() => setDialog(null)} onErased={onErased} />}
    </>
  );
}
