/** The command line: Longhand without its window. One file a command; wrong usage exits with 2. */
import { Command, CommanderError } from "commander";
import { addAsk } from "./commands/ask.ts";
import { addBacktest } from "./commands/backtest.ts";
import { addBackup, addRestore } from "./commands/backup.ts";
import { addConnections } from "./commands/connections.ts";
import { addCorpus, addPrompt } from "./commands/corpus.ts";
import { addList, addMe, addSearch, addShow } from "./commands/documents.ts";
import { addDraft } from "./commands/draft.ts";
import { addEndpoints } from "./commands/endpoints.ts";
import { addExam } from "./commands/exam.ts";
import { addExport } from "./commands/export.ts";
import { addHistory } from "./commands/history.ts";
import { addImport } from "./commands/import.ts";
import { addModel } from "./commands/model.ts";
import { addPlan } from "./commands/plan.ts";
import { addScopes } from "./commands/scopes.ts";
import { addServe } from "./commands/serve.ts";
import { addSources } from "./commands/sources.ts";
import { addVoice } from "./commands/voice.ts";
import { addWarm } from "./commands/warm.ts";
import { addErase, addWithdraw } from "./commands/withdrawal.ts";

function overrideExit(command: Command): void {
  command.exitOverride().showHelpAfterError();
  for (const child of command.commands) overrideExit(child);
}

/** Runs the command line with these arguments; sets the process's exit code. */
export async function runCli(args: readonly string[]): Promise<void> {
  const program = new Command("longhand").description(
    "Asks a whole mail archive, with proof, and drafts replies in your own hand, on your own machine.",
  );
  for (const add of [
    addImport,
    addList,
    addShow,
    addMe,
    addSearch,
    addCorpus,
    addEndpoints,
    addConnections,
    addPrompt,
    addScopes,
    addWithdraw,
    addErase,
    addPlan,
    addModel,
    addWarm,
    addExam,
    addAsk,
    addHistory,
    addDraft,
    addVoice,
    addBacktest,
    addSources,
    addExport,
    addBackup,
    addRestore,
    addServe,
  ])
    add(program);
  overrideExit(program);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help that was asked for is no mistake.
    const isHelp =
      error.code === "commander.helpDisplayed" || (error.code === "commander.help" && args.includes("help"));
    process.exitCode = isHelp ? 0 : 2;
  }
}

// A reader that closes its end early (head, say) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

await runCli(process.argv.slice(2));
