/** Saved scopes: choose one, save what is set under a name, rename and delete. */
import { Button, Menu, Modal, TextInput, UnstyledButton } from "@mantine/core";
import { IconBookmark, IconCheck } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import type { SavedScope, Scope } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import classes from "./scope-bar.module.css";
import { ScopeList } from "./scope-list.tsx";
import { scopeWords } from "./scope-words.ts";

type Props = { readonly scope: Scope; onChange(scope: Scope): void };

const isCalled =
  (name: string) =>
  (saved: SavedScope): boolean =>
    saved.name.toLocaleLowerCase() === name.trim().toLocaleLowerCase();

/** Asks for the name; a name that is taken replaces what it held, and says so. */
function SaveDialog({
  scope,
  saved,
  onSaved,
  onClose,
}: {
  readonly scope: Scope;
  readonly saved: readonly SavedScope[];
  onSaved(name: string): void;
  onClose(): void;
}): ReactNode {
  const client = useQueryClient();
  const [name, setName] = useState(scope.saved ?? "");
  const save = useMutation(
    trpc.scopes.save.mutationOptions({
      onSuccess: async (_, input) => {
        await client.invalidateQueries();
        onSaved(input.name);
      },
    }),
  );
  const replaced = saved.find(isCalled(name));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    if (name.trim() !== "") save.mutate({ name: name.trim(), scope });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Save what is read"
      size="sm"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit} className={classes.dialog}>
        <p className={classes.dim}>It holds {scopeWords(scope)}; mail that comes later and fits belongs to it too.</p>
        <TextInput
          data-autofocus
          label="Name"
          placeholder="The house"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {replaced !== undefined && (
          <p className={classes.dim}>
            {replaced.name} holds {scopeWords(replaced.scope)} now. That will be replaced.
          </p>
        )}
        {save.error !== null && <ErrorNote error={save.error} />}
        <div className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ""}>
            {replaced === undefined ? "Save" : "Replace"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** A saved scope is chosen as a whole: what was set before goes. */
export function ScopeSaved({ scope, onChange }: Props): ReactNode {
  const [dialog, setDialog] = useState<"save" | "list" | null>(null);
  const { data: saved = [] } = useQuery(trpc.scopes.list.queryOptions());
  const isWhole = Object.keys(scope).length === 0;
  const isOnlySaved = scope.saved !== undefined && Object.keys(scope).length === 1;
  if (isWhole && saved.length === 0) return null;
  return (
    <>
      <Menu position="bottom-start" shadow="md" withinPortal returnFocus width={260}>
        <Menu.Target>
          <UnstyledButton className={classes.saved}>
            <IconBookmark size={14} stroke={1.7} aria-hidden />
            Saved
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown aria-label="Saved scopes" className={classes.menu}>
          {saved.map((one) => (
            <Menu.Item
              key={one.name}
              onClick={() => onChange({ saved: one.name })}
              rightSection={
                scope.saved !== undefined && isCalled(scope.saved)(one) ? (
                  <IconCheck size={14} aria-label="chosen" />
                ) : null
              }
            >
              <span className={classes.name}>{one.name}</span>
              <span className={classes.holds}>{scopeWords(one.scope)}</span>
            </Menu.Item>
          ))}
          {saved.length > 0 && <Menu.Divider />}
          <Menu.Item disabled={isWhole || isOnlySaved} onClick={() => setDialog("save")}>
            Save what is set…
          </Menu.Item>
          {saved.length > 0 && <Menu.Item onClick={() => setDialog("list")}>Rename or delete…</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {dialog === "save" && (
        <SaveDialog
          scope={scope}
          saved={saved}
          onClose={() => setDialog(null)}
          onSaved={(name) => {
            onChange({ saved: name });
            setDialog(null);
          }}
        />
      )}
      {dialog === "list" && (
        <ScopeList
          saved={saved}
          onClose={() => setDialog(null)}
          onRenamed={(name, newName) => {
            if (scope.saved !== undefined && isCalled(scope.saved)({ name, scope: {} }))
              onChange({ ...scope, saved: newName });
          }}
          onDeleted={(one) => {
            if (scope.saved === undefined || !isCalled(scope.saved)(one)) return;
            // What is set stays; only its name is gone.
            const { saved: _, ...own } = scope;
            onChange({ ...one.scope, ...own });
          }}
        />
      )}
    </>
  );
}
