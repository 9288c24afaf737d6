/**
 * The command palette (Ctrl/Cmd+K): places, actions, documents by id, by link and by words, earlier questions.
 *
 * Mail is searched with the search box's index; nothing is sent to a model from here.
 */
import { Modal, useMantineColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowRight, IconCommand, IconMail, IconMessageQuestion } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { parseDeepLink } from "../../shared/deep-link.ts";
import { trpc } from "../api.ts";
import { Keys } from "../components/keys.tsx";
import { formatListDate, personName } from "../format.ts";
import classes from "./command-palette.module.css";
import { allCommands, type Command, matchingCommands, namedDocument, type PaletteAction } from "./commands.ts";
import { navigate } from "./navigation.ts";
import { answerAddress, documentAddress } from "./route.ts";
import { COMMAND_KEY } from "./shortcut-list.tsx";

const MAILS = 7;
const QUESTIONS = 4;

type Entry = {
  readonly id: string;
  readonly icon: typeof IconMail;
  readonly label: string;
  readonly detail?: string;
  readonly keys?: readonly string[];
  run(): void;
};

type Props = { readonly isOpen: boolean; onClose(): void; onShowShortcuts(): void };

function useEntries(text: string, act: (action: PaletteAction) => void): readonly Entry[] {
  const [settled] = useDebouncedValue(text.trim(), 80);
  const isSearching = settled.length > 1;
  const words = settled.slice(0, 200);
  const { data: mails } = useQuery(
    trpc.documents.search.queryOptions(
      { words, scope: {}, limit: MAILS },
      { enabled: isSearching, placeholderData: keepPreviousData },
    ),
  );
  const { data: questions } = useQuery(
    trpc.ask.history.queryOptions(
      { limit: QUESTIONS, words },
      { enabled: isSearching, placeholderData: keepPreviousData },
    ),
  );
  const { data: status } = useQuery(trpc.archive.status.queryOptions());
  const entries: Entry[] = [];
  const link = parseDeepLink(text);
  if (link !== undefined) {
    const isHere = link.archive === status?.id;
    entries.push({
      id: "link",
      icon: IconArrowRight,
      label: isHere ? `Open ${link.document}` : "This link is of another archive",
      run: () => isHere && navigate(documentAddress(link.document)),
    });
    return entries;
  }
  const named = namedDocument(text);
  if (named !== null) {
    entries.push({
      id: "document",
      icon: IconArrowRight,
      label: `Open ${named}`,
      run: () => navigate(documentAddress(named)),
    });
  }
  const run = (command: Command): void => {
    if ("address" in command) navigate(command.address);
    else act(command.action);
  };
  for (const command of matchingCommands(allCommands(COMMAND_KEY), text).slice(0, text.trim() === "" ? 20 : 6)) {
    const { id, label, keys } = command;
    entries.push({ id, icon: IconCommand, label, ...(keys === undefined ? {} : { keys }), run: () => run(command) });
  }
  if (isSearching && text.trim() !== "") {
    for (const mail of mails ?? []) {
      entries.push({
        id: mail.id,
        icon: IconMail,
        label: mail.subject === "" ? "(no subject)" : mail.subject,
        detail: `${personName(mail.from)}, ${formatListDate(mail.date, new Date())}`,
        run: () => navigate(documentAddress(mail.id)),
      });
    }
    for (const answer of questions ?? []) {
      entries.push({
        id: `answer-${answer.id}`,
        icon: IconMessageQuestion,
        label: answer.question,
        detail: "asked before",
        run: () => navigate(answerAddress(answer.id)),
      });
    }
  }
  return entries;
}

/** What is in the dialog; made anew whenever it opens. */
function Palette({ onClose, onShowShortcuts }: Omit<Props, "isOpen">): ReactNode {
  const { setColorScheme } = useMantineColorScheme();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  // At once: the dialog's own focus comes a moment later, and quick fingers have typed two letters by then.
  useLayoutEffect(() => input.current?.focus(), []);
  const entries = useEntries(text, (action) => {
    if (action === "shortcuts") onShowShortcuts();
    else if (action === "light" || action === "dark") setColorScheme(action);
    else setColorScheme("auto");
  });
  const at = Math.min(active, Math.max(0, entries.length - 1));
  useEffect(() => {
    list.current?.querySelector(`[id="${CSS.escape(`${listId}-${at}`)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at, listId]);
  const choose = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && entries.length > 0) {
      event.preventDefault();
      setActive((at + step + entries.length) % entries.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(entries[at]);
    }
  };
  return (
    <div className={classes.palette}>
      <input
        ref={input}
        className={classes.input}
        data-autofocus
        role="combobox"
        aria-label="Find a place, an action or a mail"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={entries.length === 0 ? undefined : `${listId}-${at}`}
        placeholder="Where to, what to do, or words of a mail"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} ref={list} role="listbox" aria-label="Found" className={classes.list}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box above takes the keys.
          // biome-ignore lint/a11y/useFocusableInteractive: the box above is the focus stop.
          <div
            key={entry.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            className={classes.entry}
            onMouseMove={() => setActive(index)}
            onClick={() => choose(entry)}
          >
            <entry.icon size={16} stroke={1.6} aria-hidden className={classes.icon} />
            <bdi className={classes.label}>{entry.label}</bdi>
            {entry.detail !== undefined && <bdi className={classes.detail}>{entry.detail}</bdi>}
            {entry.keys !== undefined && <Keys keys={entry.keys} />}
          </div>
        ))}
      </div>
      {entries.length === 0 && <p className={classes.none}>Nothing is called that.</p>}
    </div>
  );
}

/** Rendered while it is open. */
export function CommandPalette({ isOpen, onClose, onShowShortcuts }: Props): ReactNode {
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      size={620}
      padding={0}
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label="Command palette">
        <Modal.Body>
          <Palette onClose={onClose} onShowShortcuts={onShowShortcuts} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
