/** The saved scopes in a dialog: each can be renamed and deleted. */
import { ActionIcon, Button, Modal, TextInput } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import type { SavedScope } from "../../../shared/schemas.ts";
import { api, trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { toShownError } from "../../errors.ts";
import { showToast } from "../../stores/toasts.ts";
import classes from "./scope-bar.module.css";
import { scopeWords } from "./scope-words.ts";

type Props = {
  readonly saved: readonly SavedScope[];
  onClose(): void;
  onRenamed(name: string, newName: string): void;
  onDeleted(saved: SavedScope): void;
};

/** Open while it is rendered; deleting a scope deletes no mail, asks nothing, and can be undone. */
export function ScopeList({ saved, onClose, onRenamed, onDeleted }: Props): ReactNode {
  const client = useQueryClient();
  const [renaming, setRenaming] = useState<{ readonly name: string; readonly newName: string } | null>(null);
  const rename = useMutation(
    trpc.scopes.rename.mutationOptions({
      onSuccess: (_, { name, newName }) => {
        onRenamed(name, newName);
        setRenaming(null);
        return client.invalidateQueries();
      },
    }),
  );
  const remove = useMutation(
    trpc.scopes.delete.mutationOptions({
      onSuccess: (_, { name }) => {
        const gone = saved.find((one) => one.name === name);
        if (gone !== undefined) {
          onDeleted(gone);
          const undo = (): void =>
            void api.scopes.save
              .mutate(gone)
              .catch((error: unknown) => showToast({ text: toShownError(error).message, tone: "bad" }))
              .then(() => client.invalidateQueries());
          const action = { label: "Undo", run: undo };
          showToast({ text: `${name} is no longer saved; what you have set stays set.`, tone: "plain", action });
        }
        return client.invalidateQueries();
      },
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    if (renaming !== null && renaming.newName.trim() !== "")
      rename.mutate({ name: renaming.name, newName: renaming.newName.trim() });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Saved scopes"
      size="md"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <ul className={classes.list}>
        {saved.map((one) => (
          <li key={one.name} className={classes.row}>
            {renaming?.name === one.name ? (
              <form onSubmit={submit} className={classes.rename}>
                <TextInput
                  size="sm"
                  autoFocus
                  maxLength={80}
                  aria-label={`New name of ${one.name}`}
                  value={renaming.newName}
                  onChange={(event) => setRenaming({ name: one.name, newName: event.currentTarget.value })}
                />
                <Button size="sm" type="submit" loading={rename.isPending}>
                  Rename
                </Button>
              </form>
            ) : (
              <>
                <span className={classes.rowWords}>
                  <span className={classes.name}>{one.name}</span>
                  <span className={classes.holds}>{scopeWords(one.scope)}</span>
                </span>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Rename ${one.name}`}
                  onClick={() => setRenaming({ name: one.name, newName: one.name })}
                >
                  <IconPencil size={16} stroke={1.7} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Delete ${one.name}`}
                  disabled={remove.isPending}
                  onClick={() => remove.mutate({ name: one.name })}
                >
                  <IconTrash size={16} stroke={1.7} />
                </ActionIcon>
              </>
            )}
          </li>
        ))}
      </ul>
      {saved.length === 0 && <p className={classes.dim}>None is left. What you have set stays set.</p>}
      <ErrorOf error={rename.error ?? remove.error} />
    </Modal>
  );
}

function ErrorOf({ error }: { readonly error: unknown }): ReactNode {
  return error === null ? null : <ErrorNote error={error} />;
}
