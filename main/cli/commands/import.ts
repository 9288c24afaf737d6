import type { Command } from "commander";
import { type CommonOptions, collect, withCommon } from "../options.ts";
import { formatNumber, printJson, printLine, startProgress } from "../output.ts";
import { runCommand } from "../session.ts";

type Options = CommonOptions & { readonly me: readonly string[]; readonly pdfPassword: readonly string[] };

/** `import <path>... [--me ADDRESS]...` */
export function addImport(program: Command): void {
  withCommon(program.command("import"))
    .description("import mail and documents into the archive, creating it where there is none")
    .argument("<path...>", "files, folders or zips: mbox, Maildir, eml, emlx, pst, Takeout, PDF, text, code")
    .option("--me <address>", "an address of yours; may be given several times", collect, [])
    .option("--pdf-password <password>", "a password to try on PDFs; may be given several times", collect, [])
    .action((paths: string[], options: Options) =>
      runCommand("import", options, "create", async (api) => {
        const progress = startProgress("Importing");
        try {
          for await (const event of await api.import.run({
            paths,
            me: [...options.me],
            passwords: [...options.pdfPassword],
          })) {
            if (event.event === "progress") {
              const { progress: now } = event;
              if (options.json === true) await printJson({ event: "progress", ...now });
              const eta = now.etaSeconds === null ? "" : `, ${now.etaSeconds} s left`;
              progress.update(
                now.bytes,
                now.totalBytes,
                `${formatNumber(now.imported)} mails, ${formatNumber(now.messagesPerSecond)}/s${eta}`,
              );
              continue;
            }
            progress.stop();
            const { summary } = event;
            if (options.json === true) {
              await printJson({ event: "done", ...summary });
              continue;
            }
            await printLine(
              `Imported ${formatNumber(summary.imported)} items in ${summary.seconds} s; ${formatNumber(summary.duplicates)} duplicates, ${formatNumber(summary.failed)} failed, ${formatNumber(summary.skipped)} skipped.`,
            );
            if (summary.failed > 0) await printLine('See what failed, and why, with "sources".');
            const { addresses } = await api.me.get();
            if (addresses.length === 0)
              await printLine('Who you are is not clear from this mail: say it with "me --set ADDRESS".');
            for (const item of addresses)
              await printLine(`You are ${item.address}: ${item.why}; ${formatNumber(item.sent)} mails sent.`);
          }
        } finally {
          progress.stop();
        }
      }),
    );
}
