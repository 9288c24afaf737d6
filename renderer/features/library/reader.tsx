/** The reader: one document with its actions, its text or its formatted page, and its conversation. */
import { Button, SegmentedControl } from "@mantine/core";
import { IconArrowLeft, IconFeather } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { instructionIn } from "../../../shared/instructions.ts";
import { trpc } from "../../api.ts";
import { navigate } from "../../app/navigation.ts";
import { replyAddress, screenAddress } from "../../app/route.ts";
import { isTyping } from "../../app/use-shortcuts.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { InstructionNotice } from "../../components/instruction-notice.tsx";
import { Notice } from "../../components/notice.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { toShownError } from "../../errors.ts";
import { AttachmentList } from "../mail/attachment-list.tsx";
import { MailHeader } from "../mail/mail-header.tsx";
import { MailHtml } from "../mail/mail-html.tsx";
import { MailText } from "../mail/mail-text.tsx";
import { AskAbout } from "./ask-about.tsx";
import { DocumentMenu } from "./document-menu.tsx";
import { PromptMark } from "./prompt-mark.tsx";
import classes from "./reader.module.css";
import { ThreadList } from "./thread-list.tsx";
import { WithdrawnNote } from "./withdraw.tsx";

/** pdfjs is large: it is loaded with the first PDF. */
const PdfView = lazy(() => import("../pdf/pdf-view.tsx"));

type Props = {
  readonly id: string;
  readonly page: number | null;
  readonly quote: string | null;
  readonly back: string | null;
};

/** `back` is where a citation was clicked; `page` and `quote` are what it points to. */
export function Reader({ id, page: pageNumber, quote, back }: Props): ReactNode {
  const { data: mail, error, refetch } = useQuery(trpc.documents.show.queryOptions({ id }, { staleTime: 60_000 }));
  // Only a mail that really came with HTML has a formatted page to show.
  const { data: page } = useQuery(trpc.documents.html.queryOptions({ id }, { staleTime: Infinity, retry: false }));
  const isPdf = mail?.kind === "pdf";
  const hasPage = isPdf || (page?.html ?? null) !== null;
  const isUnknown = error !== null && /^(?:DOCUMENT_NOT_FOUND|INVALID_INPUT)$/.test(toShownError(error).code);
  const [chosen, setView] = useState<"text" | "page" | null>(null);
  // A mail is read as text, a PDF as it looks.
  const view = chosen ?? (isPdf ? "page" : "text");

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
      if (event.key === "r") navigate(replyAddress(id));
      // A dialog or a menu that is open takes Escape for itself.
      if (event.key === "Escape" && document.querySelector("[role=dialog], [role=menu]") === null)
        navigate(back ?? screenAddress("library"));
    };
    // Before they do: one that closes without a transition is gone by the time that the event comes up.
    window.addEventListener("keydown", onKeyDown, true);
    return () => window.removeEventListener("keydown", onKeyDown, true);
  }, [id, back]);

  const instruction = useMemo(() => (mail === undefined ? undefined : instructionIn(mail.text)), [mail]);

  return (
    <article className={classes.reader} aria-label={mail === undefined ? "Mail" : `Mail: ${mail.subject}`}>
      <div className={classes.bar}>
        {back !== null && (
          <Button size="xs" variant="default" leftSection={<IconArrowLeft size={15} />} component="a" href={back}>
            Back<span className={classes.rest}> to the answer</span>
          </Button>
        )}
        {hasPage && (
          <SegmentedControl
            size="xs"
            aria-label={isPdf ? "How to show the PDF" : "How to show the mail"}
            value={view}
            onChange={(value) => setView(value === "page" ? "page" : "text")}
            data={[
              { value: "text", label: "Text" },
              { value: "page", label: isPdf ? "Pages" : "Formatted" },
            ]}
          />
        )}
        <span className={classes.spacer} />
        {mail !== undefined && <AskAbout document={mail} labelClass={classes.label} />}
        {mail?.kind === "mail" && (
          <Button
            size="xs"
            variant={mail.sentByMe ? "default" : "filled"}
            leftSection={<IconFeather size={15} stroke={1.7} />}
            component="a"
            href={replyAddress(id)}
          >
            Reply in my hand
          </Button>
        )}
        {mail !== undefined && (
          <DocumentMenu id={id} title={mail.subject} onErased={() => navigate(screenAddress("library"))} />
        )}
      </div>
      <div className={classes.scroll}>
        <div className={classes.column}>
          {isUnknown && (
            <Notice tone="info" title="There is no such mail in this archive." role="alert">
              <p>
                <a href={screenAddress("library")}>Go to the Library</a>
              </p>
            </Notice>
          )}
          {error !== null && !isUnknown && <ErrorNote error={error} onRetry={() => void refetch()} />}
          {mail === undefined && error === null && <Waiting label="Opening the mail" />}
          {mail !== undefined && (
            <>
              <MailHeader mail={mail} />
              <PromptMark id={id} />
              <WithdrawnNote id={id} />
              {instruction !== undefined && (
                <InstructionNotice subject={isPdf ? "This PDF" : "This mail"} words={instruction} />
              )}
              {(view === "text" || !hasPage) && <MailText id={id} quote={quote} />}
              {view === "page" && isPdf && (
                <Suspense fallback={<Waiting label="Opening the PDF" />}>
                  <PdfView id={id} page={pageNumber} quote={quote} />
                </Suspense>
              )}
              {view === "page" && hasPage && !isPdf && <MailHtml id={id} />}
              <AttachmentList mailId={id} attachments={mail.attachments} />
              <ThreadList threadId={mail.threadId} current={id} />
            </>
          )}
        </div>
      </div>
    </article>
  );
}
