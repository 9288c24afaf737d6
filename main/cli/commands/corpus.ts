import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { LonghandError } from "../../../shared/errors.ts";
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
import { formatNumber, printJson, printLine } from "../output.ts";
import { runCommand } from "../session.ts";

/** `corpus [scope] [endpoint]` */
export function addCorpus(program: Command): void {
  withEndpoint(withScope(withCommon(program.command("corpus"))))
    .description("say how large the corpus is in the endpoint's own tokens, and whether it fits")
    .action((options: CommonOptions & ScopeOptions & EndpointOptions) =>
      runCommand("corpus", options, "prefer-write", async (api) => {
        const report = await api.corpus.report({ scope: scopeOf(options), endpoint: endpointOf(options) });
        if (options.json === true) return printJson(report);
        await printLine(
          `${formatNumber(report.documents)} documents, ${formatNumber(report.tokens)} tokens (${report.exact ? "exact" : "estimate"}), ${formatNumber(report.folded)} with quotes folded.`,
        );
        await printLine(
          `The window has ${formatNumber(report.window)} tokens: the corpus ${report.fits ? "fits" : "does not fit"}.`,
        );
      }),
    );
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
