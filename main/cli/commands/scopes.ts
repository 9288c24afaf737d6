import type { Command } from "commander";
import { type CommonOptions, type ScopeOptions, scopeOf, withCommon, withScope } from "../options.ts";
import { printJson, printLine } from "../output.ts";
import { runCommand } from "../session.ts";

type ScopesOptions = CommonOptions &
  ScopeOptions & { readonly save?: string; readonly rename?: string; readonly to?: string; readonly delete?: string };

/** `scopes [--save NAME scope...] [--rename NAME --to NAME] [--delete NAME]` */
export function addScopes(program: Command): void {
  withScope(withCommon(program.command("scopes")))
    .description("list, save, rename or delete saved scopes")
    .option("--save <name>", "save the scope that the other options describe")
    .option("--rename <name>", "give a saved scope the name of --to")
    .option("--to <name>", "the new name")
    .option("--delete <name>", "forget a saved scope; the documents stay")
    .action((options: ScopesOptions, command: Command) => {
      const { save, rename, to } = options;
      if ((rename === undefined) !== (to === undefined)) command.error("error: --rename and --to belong together");
      const isChange = save !== undefined || rename !== undefined || options.delete !== undefined;
      return runCommand("scopes", options, isChange ? "write" : "read", async (api) => {
        if (save !== undefined) await api.scopes.save({ name: save, scope: scopeOf(options) });
        if (rename !== undefined && to !== undefined) await api.scopes.rename({ name: rename, newName: to });
        if (options.delete !== undefined) await api.scopes.delete({ name: options.delete });
        const scopes = await api.scopes.list();
        if (options.json === true) return printJson({ scopes });
        for (const { name, scope } of scopes) await printLine(`${name}  ${JSON.stringify(scope)}`);
        if (scopes.length === 0) await printLine("No scope is saved: scopes --save NAME --person ...");
      });
    });
}
