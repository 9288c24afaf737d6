/** The search box over the list; `/` comes here, Escape empties it. */
import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { isTyping } from "../../app/use-shortcuts.ts";
import { countOf } from "../../format.ts";
import type { ListSource } from "./list-source.ts";
import classes from "./search-box.module.css";

type Props = {
  readonly words: string;
  onChange(words: string): void;
  readonly list: ListSource;
  /** Stands between the box and the count. */
  readonly children?: ReactNode;
};

function summary(words: string, list: ListSource): string {
  if (list.total === undefined) return " ";
  if (words.trim() === "") return countOf(list.total, "document");
  return list.isCut
    ? `The first ${countOf(list.total, "match", "matches")}; one more word finds less`
    : countOf(list.total, "match", "matches");
}

/** Says below how many there are. */
export function SearchBox({ words, onChange, list, children }: Props): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || isTyping(event)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === "Escape") {
      if (words === "") input.current?.blur();
      else onChange("");
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      document.getElementById("document-list")?.focus();
    }
  };
  return (
    <search className={classes.box}>
      <TextInput
        ref={input}
        value={words}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKey}
        aria-label="Search the library"
        placeholder="Search"
        spellCheck={false}
        leftSection={<IconSearch size={16} stroke={1.7} aria-hidden />}
        rightSection={
          words === "" ? undefined : <CloseButton size="sm" aria-label="Clear" onClick={() => onChange("")} />
        }
      />
      {children}
      <p className={classes.count} aria-live="polite">
        {summary(words, list)}
      </p>
    </search>
  );
}
