import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { LonghandError } from "../../../shared/errors.ts";
import type { CorpusReport } from "../../../shared/schemas.ts";
import {
  type CommonOptions,
  type EndpointOptions,
  endpointOf,
  type ScopeOptions,
  scopeOf,
  withCommon,
  withEndpoint,
  withScope,
} from "../options.ts";
import { formatNumber, printJson, printLine, startCounting } from "../output.ts";
import { type Api, runCommand } from "../session.ts";

type CorpusOptions = CommonOptions &
  ScopeOptions &
  EndpointOptions & { readonly coverage?: boolean; readonly rebuild?: boolean; readonly yes?: boolean };

const COVERAGE_PAGE = 1000;

/** Every document and page of the scope, one a line. */
async function printCoverage(api: Api, options: CorpusOptions): Promise<void> {
  const request = { scope: scopeOf(options), endpoint: endpointOf(options), limit: COVERAGE_PAGE };
  for (let offset = 0; ; offset += COVERAGE_PAGE) {
    const { entries } = await api.corpus.coverage({ ...request, offset });
    for (const entry of entries) {
      if (options.json === true) {
        await printJson({ event: "coverage", ...entry });
        continue;
      }
      const refers = entry.refersTo.length === 0 ? "" : `, refers to ${entry.refersTo.join(", ")}`;
      const why = entry.reason === null ? "" : ` (${entry.reason})`;
      await printLine(
        `${entry.id.padEnd(8)} ${entry.state.padEnd(6)} ${formatNumber(entry.tokens ?? 0).padStart(7)} tokens  ${entry.subject || "(no subject)"}${why}${refers}`,
      );
    }
    if (entries.length < COVERAGE_PAGE) return;
  }
}

/** Says what building a scope's prompt anew costs, and does it where that was asked for with --yes. */
async function rebuild(api: Api, options: CorpusOptions): Promise<void> {
  const scope = scopeOf(options);
  const report = await api.corpus.report({ scope, endpoint: endpointOf(options) });
  if (options.yes !== true) {
    throw new LonghandError(
      "REBUILD_NEEDED",
      `A rebuild makes every server read the ${formatNumber(report.tokens)} tokens of this prompt again.`,
      "Say --rebuild --yes to do it.",
    );
  }
  await api.corpus.rebuild({ scope });
}

/** `corpus [scope] [endpoint] [--coverage] [--rebuild --yes]` */
export function addCorpus(program: Command): void {
  withEndpoint(withScope(withCommon(program.command("corpus"))))
    .description("say how large the corpus is in the endpoint's own tokens, and whether it fits")
    .option("--coverage", "first every document and page: in, folded or out, and why")
    .option("--rebuild", "build the prompt anew, without what was withdrawn; says its cost and asks for --yes")
    .option("--yes", "do the rebuild")
    .action((options: CorpusOptions) =>
      runCommand("corpus", options, options.rebuild === true ? "write" : "prefer-write", async (api) => {
        if (options.rebuild === true) await rebuild(api, options);
        if (options.coverage === true) await printCoverage(api, options);
        const report = await followCount(api, options);
        if (options.json === true) return printJson(report);
        await printLine(
          `${formatNumber(report.documents)} documents, ${formatNumber(report.tokens)} tokens (${report.exact ? "exact" : "estimate"}), ${formatNumber(report.folded)} with quotes folded${report.out === 0 ? "" : `, ${formatNumber(report.out)} out`}.`,
        );
        await printLine(
          `The window has ${formatNumber(report.window)} tokens: the corpus ${report.fits ? "fits" : "does not fit"}.`,
        );
      }),
    );
}

/** Counts with progress; returns the report. */
async function followCount(api: Api, options: CorpusOptions): Promise<CorpusReport> {
  const progress = startCounting(options.json === true);
  try {
    for await (const event of await api.corpus.count({ scope: scopeOf(options), endpoint: endpointOf(options) })) {
      if (event.event === "report") return event.report;
      await progress.update(event.progress);
    }
  } finally {
    progress.stop();
  }
  throw new Error("the count ended without a report");
}

/** `prompt [scope] [--out FILE]` */
export function addPrompt(program: Command): void {
  withScope(withCommon(program.command("prompt")))
    .description("print the exact corpus prefix")
    .option("--out <file>", "write it to a file instead")
    .action((options: CommonOptions & ScopeOptions & { readonly out?: string }) =>
      runCommand("prompt", options, "read", async (api) => {
        const { text, prefixSha256 } = await api.corpus.prompt({ scope: scopeOf(options) });
        if (options.out === undefined) {
          if (options.json === true) await printJson({ text, prefixSha256 });
          else process.stdout.write(text);
          return;
        }
        const file = path.resolve(options.out);
        await writeFile(file, text, { mode: 0o600 }).catch((error: unknown) => {
          throw new LonghandError("SOURCE_UNREADABLE", `The file ${file} cannot be written.`, "Choose another place.", {
            cause: error,
          });
        });
        if (options.json === true) await printJson({ out: file, prefixSha256 });
        else await printLine(`Wrote ${formatNumber(text.length)} characters to ${file}.`);
      }),
    );
}
