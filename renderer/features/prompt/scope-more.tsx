/** The restrictions that are needed less often, behind one menu: folder, label, conversation, last day, kind, what stays out. */
import { Menu, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Scope } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { formatCount } from "../../format.ts";
import classes from "./scope-bar.module.css";
import type { FormField } from "./scope-pick.tsx";
import { listOf, withPart } from "./scope-words.ts";

const LEFT_OUT = [
  { value: "spam", label: "Spam" },
  { value: "drafts", label: "Drafts" },
  { value: "automatic", label: "Automatic mail" },
] as const;

type Props = { readonly scope: Scope; onChange(scope: Scope): void; onOpen(field: FormField): void };

/** A value put into a list, or taken out of it. */
function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

/** What is ticked holds at once, and the menu stays open for the next. */
export function ScopeMore({ scope, onChange, onOpen }: Props): ReactNode {
  const { data } = useQuery(trpc.scopes.facets.queryOptions({ words: "" }));
  const kinds = listOf(scope.kind);
  const without = scope.without ?? [];
  const setKind = (kind: "mail" | "pdf" | "file"): void => {
    const next = toggled(kinds, kind);
    onChange(withPart(scope, "kind", next.length > 1 ? next : next[0]));
  };
  const setWithout = (what: (typeof LEFT_OUT)[number]["value"]): void => {
    const next = toggled(without, what);
    onChange(withPart(scope, "without", next.length === 0 ? undefined : next));
  };
  return (
    <Menu position="bottom-start" shadow="md" withinPortal returnFocus>
      <Menu.Target>
        <UnstyledButton className={classes.offer}>More</UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown aria-label="More restrictions">
        {(data?.folders.length ?? 0) > 0 && <Menu.Item onClick={() => onOpen("folder")}>Folder…</Menu.Item>}
        {(data?.labels.length ?? 0) > 0 && <Menu.Item onClick={() => onOpen("label")}>Label…</Menu.Item>}
        <Menu.Item onClick={() => onOpen("thread")}>Conversation…</Menu.Item>
        <Menu.Item onClick={() => onOpen("until")}>Last day…</Menu.Item>
        <Menu.Divider />
        <Menu.Label>Only</Menu.Label>
        <Menu.CheckboxItem
          checked={scope.sent === true}
          onChange={(isSent) => onChange(withPart(scope, "sent", isSent))}
        >
          Sent by me
        </Menu.CheckboxItem>
        {(data?.kinds.length ?? 0) > 1 &&
          data?.kinds.map(({ value, label, documents }) => (
            <Menu.CheckboxItem
              key={value}
              checked={kinds.some((kind) => kind === value)}
              onChange={() => setKind(value as "mail" | "pdf" | "file")}
              rightSection={<span className={classes.count}>{formatCount(documents)}</span>}
            >
              {label}
            </Menu.CheckboxItem>
          ))}
        <Menu.Divider />
        <Menu.Label>Leave out</Menu.Label>
        {LEFT_OUT.map(({ value, label }) => (
          <Menu.CheckboxItem key={value} checked={without.includes(value)} onChange={() => setWithout(value)}>
            {label}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
