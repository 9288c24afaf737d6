import type { Command } from "commander";
import { LonghandError } from "../../../shared/errors.ts";
import type { PrefixReport } from "../../../shared/schemas.ts";
import { type CommonOptions, type EndpointOptions, endpointOf, withCommon, withEndpoint } from "../options.ts";
import { formatNumber, printJson, printLine } from "../output.ts";
import { runCommand } from "../session.ts";

/** What reading prompts again takes, in one clause. */
export function costOf(rebuild: readonly PrefixReport[]): string {
  if (rebuild.length === 0) return "no sealed prompt holds them";
  const sizes = rebuild.map(({ tokens, chars, documents }) =>
    tokens === null
      ? `${formatNumber(documents)} documents of ${formatNumber(chars)} characters`
      : `${formatNumber(tokens)} tokens`,
  );
  return `servers read again: ${sizes.join("; ")}`;
}

type WithdrawOptions = CommonOptions & { readonly rebuild?: boolean; readonly undo?: boolean };

/** `withdraw <id>... [--rebuild] [--undo]` */
export function addWithdraw(program: Command): void {
  withCommon(program.command("withdraw"))
    .description("hide documents from every answer; they stay in the archive")
    .argument("<ids...>", "their ids, like m12")
    .option("--rebuild", "build the prompts anew in which other mails refer to them")
    .option("--undo", "take them back")
    .action((ids: string[], options: WithdrawOptions) =>
      runCommand("withdraw", options, "write", async (api) => {
        if (options.undo === true) {
          await api.withdrawal.restore({ ids });
          if (options.json === true) return printJson({ restored: ids });
          return printLine(`${ids.join(", ")}: used again.`);
        }
        const plan = await api.withdrawal.withdraw({ ids, rebuild: options.rebuild === true });
        if (options.json === true) return printJson({ withdrawn: ids, ...plan });
        if (plan.hidden.length > 0) await printLine(`${plan.hidden.join(", ")}: no answer uses them from now on.`);
        const rebuilt = plan.needRebuild.map(({ id }) => id);
        if (rebuilt.length > 0) await printLine(`${rebuilt.join(", ")}: out of the prompt; ${costOf(plan.rebuild)}.`);
      }),
    );
}

type EraseOptions = CommonOptions & EndpointOptions & { readonly yes?: boolean };

/** `erase <id>... [--yes]` */
export function addErase(program: Command): void {
  withEndpoint(withCommon(program.command("erase")))
    .description("remove documents from the archive for good; says what goes along and asks for --yes")
    .argument("<ids...>", "their ids, like m12")
    .option("--yes", "do it")
    .action((ids: string[], options: EraseOptions) =>
      runCommand("erase", options, "write", async (api) => {
        if (options.yes !== true) {
          const plan = await api.withdrawal.planErase({ ids, endpoint: endpointOf(options) });
          throw new LonghandError(
            "REBUILD_NEEDED",
            `Erasing takes ${plan.documents.join(", ")}, ${plan.answers} answers, ${plan.drafts} drafts and ${plan.backups} backups; ${costOf(plan.rebuild)}. It cannot be undone.`,
            "Say --yes to do it.",
          );
        }
        const report = await api.withdrawal.erase({ ids });
        if (options.json === true) return printJson({ erased: report.documents, ...report });
        await printLine(
          `Erased ${report.documents.join(", ")}, ${report.answers} answers, ${report.drafts} drafts, ${report.backups} backups; ${costOf(report.rebuild)}.`,
        );
        for (const place of report.remains) await printLine(`Still there: ${place}`);
      }),
    );
}
