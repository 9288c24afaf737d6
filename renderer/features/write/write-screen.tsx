/** Write: pick a mail, say what the reply shall say, get a draft in your hand, make it yours. Nothing is ever sent. */
import type { ReactNode } from "react";
import { DraftPage } from "./draft-page.tsx";
import { PickMail } from "./pick-mail.tsx";
import { ReplyPage } from "./reply-page.tsx";

type Props = { readonly draft: number | null; readonly replyTo: string | null };

/** A draft, the form for a reply, or the start. */
export function WriteScreen({ draft, replyTo }: Props): ReactNode {
  if (draft !== null) return <DraftPage key={draft} id={draft} />;
  if (replyTo !== null) return <ReplyPage key={replyTo} replyTo={replyTo} />;
  return <PickMail />;
}
