/** Write: pick what to answer, say what the mail shall say, get a draft in your hand, make it yours. Nothing is ever sent. */
import { type ReactNode, useMemo } from "react";
import type { DraftTarget } from "../../../shared/schemas.ts";
import { NewMailPage, OutsidePage } from "./compose-page.tsx";
import { DraftPage } from "./draft-page.tsx";
import { PickMail } from "./pick-mail.tsx";
import { ReplyPage } from "./reply-page.tsx";

type Props = {
  readonly draft: number | null;
  readonly replyTo: string | null;
  readonly compose: "new" | "message" | null;
};

/** A draft, the form for a reply or a new mail, or the start. */
export function WriteScreen({ draft, replyTo, compose }: Props): ReactNode {
  const target = useMemo<DraftTarget | null>(
    () => (replyTo === null ? null : { type: "reply", id: replyTo }),
    [replyTo],
  );
  if (draft !== null) return <DraftPage key={draft} id={draft} />;
  if (target !== null) return <ReplyPage key={replyTo} target={target} />;
  if (compose === "new") return <NewMailPage />;
  if (compose === "message") return <OutsidePage />;
  return <PickMail />;
}
