/**
 * Splits a model's chat template into the pieces around system text, user text and answer.
 *
 * The template is rendered once with marks in place of the texts; Longhand puts its own token ids between the pieces,
 * so no template can trim or change the canonical prompt.
 */
import { Template } from "@huggingface/jinja";
import { LonghandError } from "../../../shared/errors.ts";

/** The pieces as text; tokenised with control tokens parsed. `afterAnswer` is absent where a template has no second turn. */
export type TemplatePieces = {
  readonly head: string;
  readonly afterSystem: string;
  readonly afterUser: string;
  readonly afterAnswer?: string;
};

/** A message for a template. */
export type TemplateMessage = { readonly role: "system" | "user" | "assistant"; readonly content: string };

const SYSTEM_MARK = "LONGHAND-SYSTEM-TEXT";
const USER_MARK = "LONGHAND-USER-TEXT";
const ANSWER_MARK = "LONGHAND-ANSWER-TEXT";
const NEXT_MARK = "LONGHAND-NEXT-TEXT";

/** Llama-3's template, for models that bring none. */
const DEFAULT_TEMPLATE =
  "{{ bos_token }}{% for message in messages %}{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] + '<|eot_id|>' }}{% endfor %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}";

/** Renders a model's own template as chat servers do; the date that some templates inject is fixed. */
export function renderTemplate(
  template: string | null,
  tokens: { readonly bos: string; readonly eos: string },
  messages: readonly TemplateMessage[],
): string {
  return new Template(template ?? DEFAULT_TEMPLATE).render({
    messages: messages.map((message) => ({ ...message })),
    bos_token: tokens.bos,
    eos_token: tokens.eos,
    add_generation_prompt: true,
    // Llama 3.1's template puts today's date at the very top, which would break the prefix every day.
    date_string: "26 Jul 2024",
  });
}

/** The pieces of a template; a model without a system role gets the prefix at the start of the user's turn. */
export async function splitTemplate(
  render: (messages: readonly TemplateMessage[]) => Promise<string> | string,
): Promise<TemplatePieces> {
  const tryRender = (messages: readonly TemplateMessage[]): Promise<string> =>
    Promise.resolve()
      .then(() => render(messages))
      .catch(() => "");
  const withAnswer = async (pieces: TemplatePieces, opening: readonly TemplateMessage[]): Promise<TemplatePieces> => {
    const rendered = await tryRender([
      ...opening,
      { role: "assistant", content: ANSWER_MARK },
      { role: "user", content: NEXT_MARK },
    ]);
    const afterAnswer = cut(rendered, ANSWER_MARK, NEXT_MARK)?.afterSystem;
    return afterAnswer === undefined ? pieces : { ...pieces, afterAnswer };
  };
  const apart = [
    { role: "system", content: SYSTEM_MARK },
    { role: "user", content: USER_MARK },
  ] as const;
  const pieces = cut(await tryRender(apart), SYSTEM_MARK, USER_MARK);
  if (pieces !== undefined) return withAnswer(pieces, apart);
  const together = [{ role: "user", content: `${SYSTEM_MARK}${USER_MARK}` }] as const;
  const joined = cut(await render(together), SYSTEM_MARK, USER_MARK);
  if (joined !== undefined) return withAnswer(joined, together);
  throw new LonghandError(
    "ENDPOINT_PROTOCOL",
    "The model's chat template cannot be used.",
    "Try another model or build.",
  );
}

function cut(text: string, first: string, second: string): TemplatePieces | undefined {
  const at = text.indexOf(first);
  const next = text.indexOf(second);
  if (at < 0 || next < at + first.length || text.indexOf(first, at + 1) >= 0) return undefined;
  return {
    head: text.slice(0, at),
    afterSystem: text.slice(at + first.length, next),
    afterUser: text.slice(next + second.length),
  };
}
