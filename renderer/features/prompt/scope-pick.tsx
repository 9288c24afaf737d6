/**
 * Picks the people, folders, labels or conversations of a scope from what the archive holds: type, arrows, Enter.
 *
 * The search box's index finds conversations here for the owner; no answer comes from it.
 */
import { CheckIcon, Combobox, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useId, useState } from "react";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { formatCount } from "../../format.ts";
import classes from "./scope-pick.module.css";
import { listOf } from "./scope-words.ts";

/** A field whose values are picked from a list. */
export type PickedField = "person" | "folder" | "label" | "thread";

/** A field with a form of its own. */
export type FormField = PickedField | "since" | "until";

/** `note` stands small behind the label: how many documents, an address. */
type Choice = { readonly value: string; readonly label: string; readonly note: string };

const PLACEHOLDERS: Readonly<Record<PickedField, string>> = {
  person: "A name or an address",
  folder: "A folder",
  label: "A label",
  thread: "Words of the conversation",
};

const NOTHING: Readonly<Record<PickedField, string>> = {
  person: "Nobody here is called that.",
  folder: "No folder of that name.",
  label: "No label of that name.",
  thread: "Type a few words to find a conversation.",
};

/** Conversations offered for what was typed. */
const MAX_THREADS = 20;

function useChoices(field: PickedField, words: string): { choices: readonly Choice[] | undefined; error: unknown } {
  const isThread = field === "thread";
  const facets = useQuery(
    trpc.scopes.facets.queryOptions(
      { words: field === "person" ? words.slice(0, 100) : "" },
      { enabled: !isThread, placeholderData: keepPreviousData },
    ),
  );
  const found = useQuery(
    trpc.documents.search.queryOptions(
      { words: words.slice(0, 1000), scope: {}, limit: 100 },
      { enabled: isThread && words !== "", placeholderData: keepPreviousData },
    ),
  );
  if (isThread) {
    const threads = new Map<string, Choice>();
    for (const { threadId, subject, from } of words === "" ? [] : (found.data ?? [])) {
      const note = from === null ? "" : from.name || from.address;
      if (!threads.has(threadId)) threads.set(threadId, { value: threadId, label: subject || "(no subject)", note });
    }
    return { choices: [...threads.values()].slice(0, MAX_THREADS), error: found.error };
  }
  const { data, error } = facets;
  if (data === undefined) return { choices: undefined, error };
  if (field === "person") {
    const people = data.people.map(({ value, label, documents }) => ({
      value,
      label,
      note: label === value ? formatCount(documents) : `${value} · ${formatCount(documents)}`,
    }));
    const anyone = { value: words, label: `Anyone with “${words}” in name or address`, note: "" };
    return { choices: words === "" ? people : [...people, anyone], error };
  }
  const sought = words.toLocaleLowerCase();
  const all = field === "folder" ? data.folders : data.labels;
  const choices = all
    .filter(({ label }) => label.toLocaleLowerCase().includes(sought))
    .map(({ value, label, documents }) => ({ value, label, note: formatCount(documents) }));
  return { choices, error };
}

type Props = {
  readonly field: PickedField;
  readonly label: string;
  readonly chosen: string | readonly string[] | undefined;
  /** With what is chosen now; undefined where nothing is. */
  onSet(values: string | string[] | undefined): void;
  onDone(): void;
};

/** Enter takes the marked one and is done; Shift with Enter, or a click, takes it and goes on. */
export function ScopePick({ field, label, chosen, onSet, onDone }: Props): ReactNode {
  const [words, setWords] = useState("");
  const [settled] = useDebouncedValue(words.trim(), 120);
  const { choices, error } = useChoices(field, settled);
  const combobox = useCombobox({ opened: true });
  const values = listOf(chosen);
  const { selectFirstOption, resetSelectedOption } = combobox;
  // The field must name the list that it controls, and the store knows its id after the first render only.
  const listId = useId();
  const [, nameList] = useState(false);
  useEffect(() => nameList(true), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is listed has changed, so the first is another one.
  useEffect(() => {
    if (settled === "") resetSelectedOption();
    else selectFirstOption();
  }, [settled, choices?.length]);

  const toggle = (value: string): void => {
    const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
    onSet(next.length > 1 ? next : next[0]);
  };
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(value) => {
        toggle(value);
        setWords("");
      }}
    >
      <Combobox.EventsTarget withExpandedAttribute>
        <TextInput
          role="combobox"
          data-autofocus
          size="sm"
          label={label}
          placeholder={PLACEHOLDERS[field]}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            // The composer around sends with Enter: this answer is not its question.
            event.stopPropagation();
            if (words.trim() !== settled || (words.trim() === "" && combobox.getSelectedOptionIndex() === -1)) {
              event.preventDefault();
              if (words.trim() === "") onDone();
              // Faster than the list: as a person it is taken as it was typed.
              else if (field === "person") {
                toggle(words.trim());
                onDone();
              }
            } else if (!event.shiftKey && choices !== undefined && choices.length > 0) {
              setTimeout(onDone);
            }
          }}
        />
      </Combobox.EventsTarget>
      {error !== null && <ErrorNote error={error} />}
      <Combobox.Options id={listId} className={classes.options ?? ""} aria-label={label}>
        {choices?.map((choice) => (
          <Combobox.Option
            key={choice.value}
            value={choice.value}
            active={values.includes(choice.value)}
            className={classes.option ?? ""}
          >
            <span className={classes.check} aria-hidden>
              {values.includes(choice.value) && <CheckIcon size={10} />}
            </span>
            <bdi className={classes.label}>{choice.label}</bdi>
            <span className={classes.note}>{choice.note}</span>
          </Combobox.Option>
        ))}
        {choices?.length === 0 && <Combobox.Empty>{NOTHING[field]}</Combobox.Empty>}
      </Combobox.Options>
    </Combobox>
  );
}
