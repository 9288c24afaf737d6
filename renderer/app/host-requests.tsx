/** What the system and the menu ask of the window: opened files (asked about first), links, menu commands. */
import { Button, Modal } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { parseDeepLink } from "../../shared/deep-link.ts";
import type { HostRequest, MenuCommand } from "../../shared/host-bridge.ts";
import type { PickedFile } from "../../shared/schemas.ts";
import { api } from "../api.ts";
import { useAddMail } from "../features/sources/use-add-mail.ts";
import { countOf } from "../format.ts";
import { host } from "../host/host.ts";
import { showToast } from "../stores/toasts.ts";
import { navigate } from "./navigation.ts";
import { documentAddress, screenAddress } from "./route.ts";

/** Goes to a link's document where it is of this archive. */
async function follow(text: string): Promise<void> {
  const link = parseDeepLink(text);
  if (link === undefined) return showToast({ text: "This link leads to no document.", tone: "bad" });
  const { id } = await api.archive.status.query();
  if (id === link.archive) navigate(documentAddress(link.document));
  else showToast({ text: "This link is of another archive.", tone: "bad" });
}

type Props = { onCommand(command: MenuCommand): void };

/** Shows something only where files were opened. */
export function HostRequests({ onCommand }: Props): ReactNode {
  const [files, setFiles] = useState<readonly PickedFile[]>([]);
  const { add } = useAddMail();
  const command = useRef(onCommand);
  command.current = onCommand;
  useEffect(() => {
    const take = (request: HostRequest): void => {
      if (request.kind === "files") setFiles(request.files);
      else if (request.kind === "link") void follow(request.link).catch(() => undefined);
      else command.current(request.command);
    };
    return host.onRequest?.(take);
  }, []);
  const close = (): void => setFiles([]);
  const run = (): void => {
    const picked = files;
    close();
    navigate(screenAddress("sources"));
    void add(async () => ({ ok: true, value: picked }));
  };
  return (
    <Modal
      opened={files.length > 0}
      onClose={close}
      centered
      title={files.length === 1 ? `Import ${files[0]?.name}?` : `Import ${countOf(files.length, "file")}?`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <p>It becomes part of your archive. The file itself is not changed.</p>
      <div style={{ display: "flex", justifyContent: "flex-end", gap: 8, marginTop: 16 }}>
        <Button variant="default" onClick={close}>
          Not now
        </Button>
        <Button onClick={run} data-autofocus>
          Import
        </Button>
      </div>
    </Modal>
  );
}
