import { Buffer } from "node:buffer";
import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { type CommonOptions, parseCount, type ScopeOptions, scopeOf, withCommon, withScope } from "../options.ts";
import { documentLine, printJson, printLine } from "../output.ts";
import { type Api, runCommand } from "../session.ts";
import { costOf } from "./withdrawal.ts";

type ListOptions = CommonOptions & ScopeOptions & { readonly limit?: number };

const PAGE = 500;

/** `list [scope] [--limit n]` */
export function addList(program: Command): void {
  withScope(withCommon(program.command("list")))
    .description("list documents in the order in which they were first seen")
    .option("--limit <n>", "at most this many", parseCount(1))
    .action((options: ListOptions) =>
      runCommand("list", options, "read", async (api) => {
        let left = options.limit ?? Number.POSITIVE_INFINITY;
        let isEmpty = true;
        let after = 0;
        while (left > 0) {
          const page = await api.documents.list({ scope: scopeOf(options), limit: Math.min(PAGE, left), after });
          for (const document of page)
            await (options.json === true ? printJson(document) : printLine(documentLine(document)));
          left -= page.length;
          isEmpty &&= page.length === 0;
          if (page.length < PAGE) break;
          after = Number(page.at(-1)?.id.slice(1));
        }
        if (isEmpty && options.json !== true) await printLine("No document is in this scope.");
      }),
    );
}

/** `show <id> [--raw]` */
export function addShow(program: Command): void {
  withCommon(program.command("show"))
    .description("show one document")
    .argument("<id>", "its id, like m12")
    .option("--raw", "the bytes as they lie in the source")
    .action((id: string, options: CommonOptions & { readonly raw?: boolean }) =>
      runCommand("show", options, "read", async (api) => {
        if (options.raw === true) {
          const { base64 } = await api.documents.raw({ id });
          if (options.json === true) await printJson({ id, raw: base64 });
          else process.stdout.write(Buffer.from(base64, "base64"));
          return;
        }
        const document = await api.documents.show({ id });
        if (options.json === true) return printJson(document);
        await printLine(documentLine(document));
        for (const item of document.attachments)
          await printLine(`        attached: ${item.name} (${item.type}, ${item.sizeBytes} bytes)`);
        await printLine("");
        await printLine(document.text);
      }),
    );
}

/** `search <words> [scope]` */
export function addSearch(program: Command): void {
  withScope(withCommon(program.command("search")))
    .description("find documents by words (for you; answers never use this index)")
    .argument("<words...>", "words that must all occur")
    .option("--limit <n>", "at most this many", parseCount(1), 50)
    .action((words: string[], options: CommonOptions & ScopeOptions & { readonly limit: number }) =>
      runCommand("search", options, "read", async (api) => {
        const found = await api.documents.search({
          words: words.join(" "),
          scope: scopeOf(options),
          limit: options.limit,
        });
        for (const document of found)
          await (options.json === true ? printJson(document) : printLine(documentLine(document)));
        if (found.length === 0 && options.json !== true) await printLine("Nothing found.");
      }),
    );
}

/**
 * Says what a new "me" costs before it is set, and asks where somebody can answer; a script is told, and goes on.
 */
async function mayChangeMe(api: Api, addresses: string[], isSure: boolean): Promise<boolean> {
  const rebuild = await api.me.planSet({ addresses, endpoint: {} });
  if (rebuild.length === 0) return true;
  process.stderr.write(`longhand: who you are stands in every prompt: ${costOf(rebuild)}.\n`);
  if (isSure || !process.stdin.isTTY || !process.stderr.isTTY) return true;
  const line = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await line.question("Change it? [y/N] ");
  line.close();
  return /^y(?:es)?$/i.test(answer.trim());
}

/** `me [--set ADDRESS]... [--yes]` */
export function addMe(program: Command): void {
  withCommon(program.command("me"))
    .description("show or set the addresses that are you")
    .option(
      "--set <address>",
      "an address of yours; may be given several times",
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .option("--yes", "with --set: do not ask, whatever must be read again")
    .action((options: CommonOptions & { readonly set: string[]; readonly yes?: boolean }) =>
      runCommand("me", options, options.set.length > 0 ? "write" : "read", async (api) => {
        if (options.set.length > 0 && !(await mayChangeMe(api, options.set, options.yes === true))) return;
        const result = options.set.length > 0 ? await api.me.set({ addresses: options.set }) : await api.me.get();
        if (options.json === true) return printJson(result);
        for (const item of result.addresses) await printLine(`${item.address}  ${item.sent} mails sent  (${item.why})`);
        if (result.addresses.length === 0) await printLine('Nobody yet: say who you are with "me --set ADDRESS".');
      }),
    );
}
