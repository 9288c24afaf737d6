/** What was asked before, newest first. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import type { AnswerRecord } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { answerAddress, screenAddress } from "../../app/route.ts";
import { formatListDate } from "../../format.ts";
import { useRemovals } from "../../stores/removals.ts";
import { proofState, viewOfRecord } from "./answer-view.ts";
import { ConversationMenu } from "./conversation-menu.tsx";
import classes from "./history-list.module.css";
import { ProofIcon } from "./proof-icon.tsx";

const PAGE = 50;
/** How often a list is looked at while something in it is being answered, here or in another window. */
const RUNNING_MS = 1000;

function note(record: AnswerRecord): ReactNode {
  switch (record.state) {
    case "running":
      return "being answered";
    case "failed":
      return "failed";
    case "stopped":
      return record.isSweep ? "paused" : "stopped";
    case "done":
      return <ProofIcon state={proofState(viewOfRecord(record))} />;
  }
}

/** Moves the focus among the list's links with j, k and the arrows. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey) return;
  const links = [...event.currentTarget.querySelectorAll("a")];
  const at = links.findIndex((link) => link.matches(":focus"));
  const next = links[Math.max(0, Math.min(links.length - 1, at + step))];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** A column of its own. */
export function HistoryList({ current }: { readonly current: number | "live" | null }): ReactNode {
  const [limit, setLimit] = useState(PAGE);
  const [text, setText] = useState("");
  const [words] = useDebouncedValue(text.trim(), 200);
  const { data } = useQuery(
    trpc.ask.history.queryOptions(
      { limit, ...(words === "" ? {} : { words }) },
      {
        placeholderData: (before) => before,
        refetchOnWindowFocus: "always",
        refetchInterval: (query) => (query.state.data?.some(({ state }) => state === "running") ? RUNNING_MS : false),
      },
    ),
  );
  const going = useRemovals(({ keys }) => keys);
  const kept = data?.filter(({ id }) => !going.has(`answer-${id}`));
  return (
    <aside className={classes.history} aria-label="Questions so far">
      <div className={classes.top}>
        <h2 className={classes.title}>Questions</h2>
        <Button
          component="a"
          href={screenAddress("ask")}
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} />}
        >
          New
        </Button>
      </div>
      <TextInput
        className={classes.search ?? ""}
        size="xs"
        aria-label="Search questions and answers"
        placeholder="Search"
        leftSection={<IconSearch size={14} stroke={1.7} />}
        rightSection={
          text === "" ? null : (
            <ActionIcon variant="subtle" color="gray" size="xs" aria-label="Search no more" onClick={() => setText("")}>
              <IconX size={12} />
            </ActionIcon>
          )
        }
        maxLength={1000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setText("");
        }}
      />
      {kept?.length === 0 && (
        <p className={classes.none} role="status">
          {words === "" ? "What you ask is kept here, on this machine." : "No question or answer holds these words."}
        </p>
      )}
      <ul className={classes.list} onKeyDown={moveFocus}>
        {kept?.map((record) => (
          <li key={record.id} className={classes.item} data-current={record.id === current}>
            <a
              href={answerAddress(record.id)}
              className={classes.link}
              aria-current={record.id === current ? "page" : undefined}
            >
              <span className={classes.question} dir="auto">
                {record.title ?? record.question}
              </span>
              <span className={classes.meta}>
                <span>{formatListDate(record.askedAt, new Date())}</span>
                {note(record)}
                {record.isSweep && <span>sweep</span>}
              </span>
            </a>
            <ConversationMenu
              id={record.id}
              name={record.title ?? record.question}
              title={record.title}
              className={classes.more}
            />
          </li>
        ))}
      </ul>
      {data?.length === limit && limit < 200 && (
        <Button size="xs" variant="subtle" onClick={() => setLimit(Math.min(200, limit + PAGE))}>
          Show older
        </Button>
      )}
    </aside>
  );
}
