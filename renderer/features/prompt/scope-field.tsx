/** The small form of a scope's first or last day. */
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import classes from "./scope-pick.module.css";

type Props = { readonly label: string; readonly day: string | undefined; onSet(day: string): void };

/** Begins with the day that is set. */
export function ScopeDate({ label, day = "", onSet }: Props): ReactNode {
  const [value, setValue] = useState(day);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // The composer around is a form too: this answer is not its question.
    event.stopPropagation();
    if (value !== "") onSet(value);
  };
  return (
    <form onSubmit={submit} className={classes.day}>
      <TextInput
        data-autofocus
        size="sm"
        label={label}
        type="date"
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button type="submit" size="sm" disabled={value === ""}>
        Set
      </Button>
    </form>
  );
}
