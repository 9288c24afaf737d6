/** What the model will read, as chips: the whole archive, or less by person, time and direction. */
import { UnstyledButton } from "@mantine/core";
import { IconArchive, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Scope } from "../../../shared/schemas.ts";
import classes from "./scope-bar.module.css";
import { ScopeDate, ScopePerson } from "./scope-field.tsx";
import { scopeParts, withPart } from "./scope-words.ts";

type Props = { readonly scope: Scope; onChange(scope: Scope): void };

/** Every chip that restricts can be taken away; what is not yet set is offered behind it. */
export function ScopeBar({ scope, onChange }: Props): ReactNode {
  const parts = scopeParts(scope);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as a box of its own.
    <div className={classes.bar} role="group" aria-label="What to read">
      {parts.length === 0 && (
        <span className={classes.whole}>
          <IconArchive size={14} stroke={1.7} aria-hidden />
          The whole archive
        </span>
      )}
      {parts.map((part) => (
        <span key={part.key} className={classes.chip}>
          {part.words}
          <UnstyledButton
            className={classes.remove}
            aria-label={`Do not restrict: ${part.words}`}
            onClick={() => onChange(withPart(scope, part.key, undefined))}
          >
            <IconX size={12} stroke={2.2} aria-hidden />
          </UnstyledButton>
        </span>
      ))}
      <span className={classes.offers}>
        {scope.person === undefined && <ScopePerson onSet={(person) => onChange(withPart(scope, "person", person))} />}
        {scope.since === undefined && (
          <ScopeDate label="Since" onSet={(since) => onChange(withPart(scope, "since", since))} />
        )}
        {scope.until === undefined && (
          <ScopeDate label="Until" onSet={(until) => onChange(withPart(scope, "until", until))} />
        )}
        {scope.sent !== true && (
          <UnstyledButton className={classes.offer} onClick={() => onChange(withPart(scope, "sent", true))}>
            Sent by me
          </UnstyledButton>
        )}
      </span>
    </div>
  );
}
