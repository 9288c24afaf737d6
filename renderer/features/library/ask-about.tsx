/** Asks about the one thing that is open: itself, its conversation, or all mail with one of its people. */
import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconFileText, IconMessageQuestion, IconMessages, IconUser } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { DocumentDetail, Person, Scope } from "../../../shared/schemas.ts";
import { navigate } from "../../app/navigation.ts";
import { screenAddress } from "../../app/route.ts";
import { personName } from "../../format.ts";
import { useAskForm } from "../../stores/ask-form.ts";

/** More people than this are a crowd. */
const MAX_PEOPLE = 4;

const NAMES = { mail: "This mail", pdf: "This PDF", file: "This file" } as const;

function peopleOf({ from, to, cc, sentByMe }: DocumentDetail): Person[] {
  const all = [...(from === null || sentByMe ? [] : [from]), ...to, ...cc];
  return all.filter((person, index) => all.findIndex(({ address }) => address === person.address) === index);
}

/** A mail is asked about with the documents that came with it. */
function itself({ id, attachments }: DocumentDetail): string[] {
  return [id, ...attachments.flatMap(({ documentId }) => (documentId === null ? [] : [documentId]))].slice(0, 50);
}

function askWith(scope: Scope): void {
  useAskForm.getState().setScope(scope);
  navigate(screenAddress("ask"));
}

/** A button with a menu; what is chosen is the scope of the form that opens. */
export function AskAbout({
  document,
  labelClass,
}: {
  readonly document: DocumentDetail;
  readonly labelClass: string | undefined;
}): ReactNode {
  const withParts = itself(document);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" aria-label="Ask about this" rightSection={<IconChevronDown size={13} />}>
          <IconMessageQuestion size={15} stroke={1.7} aria-hidden />
          <span className={labelClass}>Ask about this</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconFileText size={15} stroke={1.7} />}
          onClick={() => askWith({ document: withParts.length === 1 ? document.id : withParts })}
        >
          {NAMES[document.kind]}
          {withParts.length > 1 && " and what is attached"}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconMessages size={15} stroke={1.7} />}
          onClick={() => askWith({ thread: document.threadId })}
        >
          This conversation
        </Menu.Item>
        {peopleOf(document)
          .slice(0, MAX_PEOPLE)
          .map((person) => (
            <Menu.Item
              key={person.address}
              leftSection={<IconUser size={15} stroke={1.7} />}
              onClick={() => askWith({ person: person.address })}
            >
              All mail with <bdi>{personName(person)}</bdi>
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
