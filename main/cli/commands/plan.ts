import path from "node:path";
import type { Command } from "commander";
import type { Fit, PlanReport } from "../../../shared/plan.ts";
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
import { type Api, runCommand } from "../session.ts";

type PlanOptions = CommonOptions &
  ScopeOptions &
  EndpointOptions & { readonly modelFile?: string; readonly published?: string; readonly commands?: boolean };

const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(bytes < 2 ** 30 ? 3 : 1)} GiB`;

function fitWords(fit: Fit): string {
  if (fit.maxTokens === 0) return `${fit.kv}: no`;
  const limit = fit.limitedBy === "training" ? " (all it was trained for)" : "";
  return `${fit.kv}: up to ${formatNumber(fit.maxTokens)}${limit}`;
}

async function printPlan(plan: PlanReport, showsCommands: boolean): Promise<void> {
  await printLine(plan.advice.sentence);
  await printLine(`Speed: ${plan.time.basis}.`);
  await printLine(plan.modelNote);
  const { model } = plan;
  if (model === null) return;
  const groups = model.groups
    .map(
      ({ layers, kvHeads, keyLength, windowTokens }) =>
        `${layers} layers with ${kvHeads} KV heads of ${keyLength}${windowTokens === null ? "" : ` that keep ${formatNumber(windowTokens)} tokens`}`,
    )
    .join(", ");
  const trained =
    model.trainContextTokens === null ? "" : `; trained for ${formatNumber(model.trainContextTokens)} tokens`;
  await printLine(`${model.name}: ${groups}; ${model.quantisation ?? "unknown quantisation"}${trained}.`);
  await printLine("\nMemory for this archive:");
  for (const need of plan.memory) {
    await printLine(
      `  ${need.kv.padEnd(5)} ${gib(need.totalBytes)}: weights ${gib(need.weightBytes)}, KV ${gib(need.kvBytes)} (${formatNumber(Math.round(need.bytesPerToken))} bytes a token), buffers about ${gib(need.computeBytes)}`,
    );
  }
  await printLine("\nWhat fits, in tokens:");
  for (const machine of plan.machines) {
    await printLine(
      `  ${machine.name.padEnd(22)} ${gib(machine.memoryBytes).padStart(10)}   ${machine.fits.map(fitWords).join("; ")}`,
    );
  }
  if (!showsCommands) return printLine("\nCommands that start a server for it: add --commands.");
  for (const { title, command, notes } of plan.launch) {
    await printLine(`\n# ${title}\n${command}`);
    for (const note of notes) await printLine(`# ${note}`);
  }
}

function ask(api: Api, options: PlanOptions): Promise<PlanReport> {
  const target = { scope: scopeOf(options), endpoint: endpointOf(options) };
  if (options.modelFile !== undefined)
    return api.planner.planFile({ ...target, file: path.resolve(options.modelFile) });
  return api.planner.plan(options.published === undefined ? target : { ...target, published: options.published });
}

/** `plan [scope] [endpoint] [--model-file FILE|--published NAME] [--commands]` */
export function addPlan(program: Command): void {
  withEndpoint(withScope(withCommon(program.command("plan"))))
    .description("say what memory and time the archive needs, what would fit, and how to start a server for it")
    .option("--model-file <file>", "plan for this GGUF file or config.json, whatever the endpoint runs")
    .option("--published <name>", "plan for a model by its published figures, like llama-3.1-8b")
    .option("--commands", "print commands for llama-server and vLLM")
    .action((options: PlanOptions) =>
      runCommand("plan", options, "prefer-write", async (api) => {
        const plan = await ask(api, options);
        if (options.json === true) return printJson(plan);
        await printPlan(plan, options.commands === true);
      }),
    );
}
