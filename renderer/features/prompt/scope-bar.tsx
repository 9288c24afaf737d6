/**
 * What the model will read, or a list shows, as chips: the whole archive, or less. Used by Ask, Write, Context, Library.
 *
 * Owns which field is being set; the fields' own forms are ./scope-field.tsx and ./scope-pick.tsx, what is behind
 * "More" ./scope-more.tsx, saved scopes ./scope-saved.tsx.
 */
import { Popover, UnstyledButton } from "@mantine/core";
import { IconArchive, IconBookmark, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Scope } from "../../../shared/schemas.ts";
import classes from "./scope-bar.module.css";
import { ScopeDate } from "./scope-field.tsx";
import { ScopeMore } from "./scope-more.tsx";
import { type FormField, ScopePick } from "./scope-pick.tsx";
import { ScopeSaved } from "./scope-saved.tsx";
import { type ScopePart, scopeParts, withPart } from "./scope-words.ts";

const FORM_FIELDS: readonly string[] = ["person", "since", "until", "folder", "label", "thread"] satisfies FormField[];

const FORM_WORDS: Readonly<Record<FormField, string>> = {
  person: "Mail with these people",
  since: "First day to read",
  until: "Last day to read",
  folder: "Mail in these folders",
  label: "Mail with these labels",
  thread: "These conversations",
};

function Chip({
  part,
  onChange,
  onRemove,
}: {
  readonly part: ScopePart;
  readonly onChange: (() => void) | undefined;
  onRemove(): void;
}): ReactNode {
  const words = (
    <>
      {part.key === "saved" && <IconBookmark size={13} stroke={1.9} aria-hidden />}
      <span className={classes.words}>{part.words}</span>
    </>
  );
  return (
    <span className={classes.chip}>
      {onChange === undefined ? (
        words
      ) : (
        <UnstyledButton className={classes.edit} title="Change" onClick={onChange}>
          {words}
        </UnstyledButton>
      )}
      <UnstyledButton className={classes.remove} aria-label={`Do not restrict: ${part.words}`} onClick={onRemove}>
        <IconX size={12} stroke={2.2} aria-hidden />
      </UnstyledButton>
    </span>
  );
}

type Props = {
  readonly scope: Scope;
  onChange(scope: Scope): void;
  /** What the bar restricts, and what is there without a restriction; by default what the model reads. */
  readonly label?: string;
  readonly whole?: string;
};

/** Every chip that restricts can be changed and taken away; what is not yet set is offered behind them. */
export function ScopeBar({ scope, onChange, label = "What to read", whole = "The whole archive" }: Props): ReactNode {
  // The last field stays while its form fades out.
  const [field, setField] = useState<FormField>("person");
  const [isOpen, setOpen] = useState(false);
  const parts = scopeParts(scope);
  const open = (next: FormField): void => {
    setField(next);
    setOpen(true);
  };
  const set = <K extends keyof Scope>(key: K, value: Scope[K]): void => onChange(withPart(scope, key, value));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as a box of its own.
    <div className={classes.bar} role="group" aria-label={label}>
      {parts.length === 0 && (
        <span className={classes.whole}>
          <IconArchive size={14} stroke={1.7} aria-hidden />
          {whole}
        </span>
      )}
      {parts.map((part) => (
        <Chip
          key={part.key}
          part={part}
          onChange={FORM_FIELDS.includes(part.key) ? () => open(part.key as FormField) : undefined}
          onRemove={() => set(part.key, undefined)}
        />
      ))}
      <Popover
        opened={isOpen}
        onChange={setOpen}
        position="bottom-start"
        shadow="md"
        trapFocus
        returnFocus
        withinPortal
        withRoles={false}
      >
        <Popover.Target>
          <span className={classes.offers}>
            {scope.person === undefined && <Offer words="Person" onOpen={() => open("person")} />}
            {scope.since === undefined && <Offer words="Since" onOpen={() => open("since")} />}
            <ScopeMore scope={scope} onChange={onChange} onOpen={open} />
            <ScopeSaved scope={scope} onChange={onChange} />
          </span>
        </Popover.Target>
        <Popover.Dropdown role="dialog" aria-label="Restrict what is read">
          {field === "since" || field === "until" ? (
            <ScopeDate
              key={field}
              label={FORM_WORDS[field]}
              day={scope[field]}
              onSet={(day) => {
                set(field, day);
                setOpen(false);
              }}
            />
          ) : (
            <ScopePick
              key={field}
              field={field}
              label={FORM_WORDS[field]}
              chosen={scope[field]}
              onSet={(values) => set(field, values)}
              onDone={() => setOpen(false)}
            />
          )}
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

function Offer({ words, onOpen }: { readonly words: string; onOpen(): void }): ReactNode {
  return (
    <UnstyledButton className={classes.offer} onClick={onOpen}>
      {words}
    </UnstyledButton>
  );
}
