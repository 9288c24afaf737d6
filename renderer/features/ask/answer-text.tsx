/** The answer's words as markdown: no pictures, no raw HTML; ids lead to their mail, links show where they lead. */
import type { ReactNode } from "react";
import Markdown, { type Components } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { currentAddress } from "../../app/navigation.ts";
import { documentAddress } from "../../app/route.ts";
import classes from "./answer-text.module.css";
import type { AnswerView } from "./answer-view.ts";
import { ForeignLink } from "./foreign-link.tsx";
import { CITATION_PREFIX, linkIds, quoteFor } from "./link-ids.ts";

const SCHEMA = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((tag) => tag !== "img" && tag !== "input"),
};

type Words = Pick<AnswerView, "answer" | "citations" | "state">;

function components(view: Words): Components {
  return {
    a({ href, children }) {
      if (href?.startsWith(CITATION_PREFIX) !== true) {
        return <ForeignLink address={href ?? ""}>{children}</ForeignLink>;
      }
      const id = href.slice(CITATION_PREFIX.length);
      const place = { quote: quoteFor(id, view.citations), back: currentAddress() };
      return (
        <a className={classes.id} href={documentAddress(id, place)} aria-label={`Open ${id}`}>
          {id}
        </a>
      );
    },
    img: () => null,
  };
}

/** Also while it is still coming. `isPart`: what one window of a sweep said. */
export function AnswerText({ view, isPart = false }: { readonly view: Words; readonly isPart?: boolean }): ReactNode {
  return (
    <div
      className={classes.answer}
      data-part={isPart}
      dir="auto"
      data-testid={isPart ? "part" : "answer"}
      aria-busy={view.state === "running"}
    >
      <Markdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[[rehypeSanitize, SCHEMA]]}
        skipHtml
        components={components(view)}
      >
        {linkIds(view.answer)}
      </Markdown>
    </div>
  );
}
