/** The small forms behind the scope's offers: a person, a day. */
import { Button, Popover, TextInput, UnstyledButton } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import classes from "./scope-bar.module.css";

type FieldProps = {
  readonly offer: string;
  readonly label: string;
  readonly type: "date" | "text";
  readonly placeholder?: string;
  onSet(value: string): void;
};

function Field({ offer, label, type, placeholder, onSet }: FieldProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [value, setValue] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // The composer around is a form too: this answer is not its question.
    event.stopPropagation();
    if (value.trim() === "") return;
    onSet(value.trim());
    setOpen(false);
    setValue("");
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <UnstyledButton className={classes.offer} onClick={() => setOpen(!isOpen)}>
          {offer}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <form onSubmit={submit} className={classes.form}>
          <TextInput
            data-autofocus
            size="sm"
            label={label}
            type={type}
            value={value}
            {...(placeholder === undefined ? {} : { placeholder })}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" disabled={value.trim() === ""}>
            Set
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Offers a first or last day. */
export function ScopeDate({
  label,
  onSet,
}: {
  readonly label: "Since" | "Until";
  onSet(day: string): void;
}): ReactNode {
  return (
    <Field
      offer={label}
      label={label === "Since" ? "First day to read" : "Last day to read"}
      type="date"
      onSet={onSet}
    />
  );
}

/** Offers a person. */
export function ScopePerson({ onSet }: { onSet(person: string): void }): ReactNode {
  return (
    <Field offer="Person" label="Mail with this person" type="text" placeholder="A name or an address" onSet={onSet} />
  );
}
