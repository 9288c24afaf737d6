/** What can be done with a whole conversation: name it, take it along as a file, forget it. */
import { ActionIcon, Button, Group, Menu, Modal, TextInput } from "@mantine/core";
import { IconBraces, IconDots, IconMarkdown, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { api, queryClient, trpc } from "../../api.ts";
import { currentAddress, navigate } from "../../app/navigation.ts";
import { answerAddress, screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { saveFile } from "../../save-file.ts";
import { removeSoon } from "../../stores/removals.ts";

type Props = {
  readonly id: number;
  /** How it is called where it stands. */
  readonly name: string;
  readonly title: string | null;
  readonly className?: string | undefined;
};

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: trpc.ask.pathKey() });

/** Out of sight at once; it can be taken back while the note about it stands. */
function forget(id: number): void {
  if (currentAddress() === answerAddress(id)) navigate(screenAddress("ask"));
  removeSoon(`answer-${id}`, "The conversation is deleted.", async () => {
    await api.ask.delete.mutate({ id });
    await refresh();
  });
}

function RenameDialog({ id, name, title, onClose }: Props & { onClose(): void }): ReactNode {
  const [text, setText] = useState(title ?? "");
  const rename = useMutation({
    mutationFn: () => api.ask.rename.mutate({ id, title: text }),
    onSuccess: () => {
      onClose();
      return refresh();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Name this conversation" centered>
      <form onSubmit={submit}>
        <TextInput
          label="Name"
          description="Empty: it is called by its first question."
          placeholder={title === null ? name : ""}
          maxLength={300}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        {rename.error !== null && <ErrorNote error={rename.error} />}
        <Group justify="flex-end" gap="sm" mt="lg">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={rename.isPending}>
            Save
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** A button with three dots. */
export function ConversationMenu(props: Props): ReactNode {
  const { id, name, className } = props;
  const [dialog, setDialog] = useState<"rename" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const save = (format: "markdown" | "json"): void => {
    api.ask.export
      .query({ id, format })
      .then(
        (file) => saveFile(file.name, file.text, format === "json" ? "application/json" : "text/markdown"),
        setError,
      );
  };
  const close = (): void => setDialog(null);
  return (
    <>
      <Menu position="bottom-end" width={210} withinPortal>
        <Menu.Target>
          <ActionIcon
            className={className ?? ""}
            variant="subtle"
            color="gray"
            size="md"
            aria-label={`What to do with: ${name}`}
          >
            <IconDots size={16} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} stroke={1.7} />} onClick={() => setDialog("rename")}>
            Rename…
          </Menu.Item>
          <Menu.Item leftSection={<IconMarkdown size={15} stroke={1.7} />} onClick={() => save("markdown")}>
            Save as Markdown
          </Menu.Item>
          <Menu.Item leftSection={<IconBraces size={15} stroke={1.7} />} onClick={() => save("json")}>
            Save as JSON
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconTrash size={15} stroke={1.7} />} onClick={() => forget(id)}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === "rename" && <RenameDialog {...props} onClose={close} />}
      {error !== null && (
        <Modal opened onClose={() => setError(null)} title="It could not be saved" centered>
          <ErrorNote error={error} />
        </Modal>
      )}
    </>
  );
}
