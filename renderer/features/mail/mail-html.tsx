/** A mail's HTML in a frame without scripts, without an origin and without a way out. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { countOf } from "../../format.ts";
import { withKeys } from "../../keys.ts";
import classes from "./mail-html.module.css";
import { makeSafeMail } from "./safe-html.ts";

/** Says so where the mail has no HTML. */
export function MailHtml({ id }: { readonly id: string }): ReactNode {
  const { data, error, refetch } = useQuery(trpc.documents.html.queryOptions({ id }, { staleTime: Infinity }));
  const html = data?.html ?? null;
  const mail = useMemo(() => (html === null ? null : makeSafeMail(html)), [html]);
  if (error !== null) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Waiting label="Opening the page" />;
  if (mail === null) {
    return (
      <Notice tone="info" title="This mail has no formatted version.">
        <p>It is plain text, or its source file is not where it was.</p>
      </Notice>
    );
  }
  return (
    <div className={classes.wrap}>
      {mail.blocked > 0 && (
        <p className={classes.blocked}>
          {countOf(mail.blocked, "picture")} from outside {mail.blocked === 1 ? "was" : "were"} not loaded.
        </p>
      )}
      <iframe className={classes.frame} title="The mail as its sender formatted it" sandbox="" srcDoc={mail.page} />
      {mail.links.length > 0 && (
        <details className={classes.links}>
          <summary>Where {countOf(mail.links.length, "link leads", "links lead")}</summary>
          <ul>
            {withKeys(mail.links, (link) => link.address).map(({ key, item: link }) => (
              <li key={key}>
                <span>{link.text}</span>
                <code>{link.address}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
