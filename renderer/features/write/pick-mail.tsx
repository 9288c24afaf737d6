/** The start of Write: drafts so far, and which mail to answer. */
import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { trpc } from "../../api.ts";
import { composeAddress, replyAddress } from "../../app/route.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Screen, Section } from "../../components/screen.tsx";
import { MailRow } from "../mail/mail-row.tsx";
import { DraftList } from "./draft-list.tsx";
import classes from "./pick-mail.module.css";

/** Enough to find the mail that came today; the search finds the others. */
const SHOWN = 12;

/** Mails of others, newest first, or what the search finds. */
function useCandidates(words: string) {
  const [settled] = useDebouncedValue(words.trim(), 120);
  const isSearching = settled !== "";
  const newest = useQuery(trpc.documents.page.queryOptions({ scope: { kind: "mail" }, offset: 0, limit: 60 }));
  const found = useQuery(
    trpc.documents.search.queryOptions(
      { words: settled, scope: { kind: "mail" }, limit: 60 },
      { enabled: isSearching, placeholderData: (before) => before },
    ),
  );
  const mails = isSearching ? found.data : newest.data?.items;
  return {
    total: newest.data?.total,
    error: newest.error ?? found.error,
    mails: mails?.filter((mail) => !mail.sentByMe).slice(0, SHOWN),
  };
}

/** Two lists. */
export function PickMail(): ReactNode {
  const [words, setWords] = useState("");
  const { total, mails, error } = useCandidates(words);
  if (total === 0) {
    return (
      <EmptyState title="There is no mail to answer yet">
        <p>
          <a href="#/sources">Bring your mail</a>: Longhand learns your hand from what you wrote.
        </p>
      </EmptyState>
    );
  }
  return (
    <Screen
      title="Write"
      lead="Pick a mail, and Longhand drafts a reply the way you write. You copy it out; nothing is ever sent from here."
    >
      <DraftList />
      <Section
        title="Which mail do you want to answer?"
        aside={
          <span className={classes.other}>
            <a href={composeAddress("message")}>A message from elsewhere</a>
            <a href={composeAddress("new")}>A new mail</a>
          </span>
        }
      >
        <TextInput
          aria-label="Find the mail to answer"
          placeholder="Find a mail by its words"
          leftSection={<IconSearch size={16} stroke={1.7} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          mb="sm"
        />
        {error !== null && <ErrorNote error={error} />}
        {mails?.length === 0 && <p className={classes.none}>No mail from others holds these words.</p>}
        <ul className={classes.list}>
          {mails?.map((mail) => (
            <li key={mail.id}>
              <a className={classes.item} href={replyAddress(mail.id)}>
                <MailRow mail={mail} />
              </a>
            </li>
          ))}
        </ul>
      </Section>
    </Screen>
  );
}
