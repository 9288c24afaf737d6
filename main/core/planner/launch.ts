/**
 * Commands that start a server with a window for this archive: llama-server and vLLM, on one card, several, several
 * machines. Pure.
 *
 * Flags as in common/arg.cpp of llama.cpp and in vLLM's cli_args.py, engine arguments, parallelism_scaling.md,
 * context_extension.md and security.md (docs/serving.md lists them). Keys and certificates stand as places to fill in.
 */
import type { KvType, LaunchCommand, ModelFacts } from "../../../shared/plan.ts";
import { cardsNeeded, USABLE_SHARE } from "./memory.ts";

const GIB = 2 ** 30;
/** The card that commands are written for; the number of cards follows from it. */
const CARD_GIB = 80;
const CARDS_PER_MACHINE = 8;

/** What a launch is for. */
export type LaunchWish = {
  readonly facts: ModelFacts;
  /** The window to serve: documents, rules, question and answer. */
  readonly windowTokens: number;
  readonly kv: KvType;
};

const joined = (lines: readonly string[]): string => lines.join(" \\\n  ");

/** The factor by which positions must be stretched; 1 where the model was trained for the window. */
export function stretchFactor(facts: ModelFacts, windowTokens: number): number {
  const trained = facts.trainContextTokens;
  return trained === null || windowTokens <= trained ? 1 : windowTokens / trained;
}

const rounded = (factor: number): string => String(Math.ceil(factor * 4) / 4);

/** The positions that were there before any stretching. */
function originalContext(facts: ModelFacts): number {
  return facts.rope.originalContextTokens ?? facts.trainContextTokens ?? 8192;
}

const STRETCHED =
  "The window is longer than the model was trained for: positions are stretched (YaRN), which costs quality. Sit the exam before you trust it.";

function llamaServer(wish: LaunchWish, cards: number): LaunchCommand {
  const { facts, windowTokens, kv } = wish;
  const factor = stretchFactor(facts, windowTokens);
  const lines = [
    "llama-server",
    `-m ${facts.source === "file" ? "/models/model.gguf" : `/models/${facts.name.replace(/[^\w.-]+/g, "-")}.gguf`}`,
    `-c ${windowTokens} -np 1`,
    `-ngl 999 -fa on -ctk ${kv === "fp8" ? "q8_0" : kv} -ctv ${kv === "fp8" ? "q8_0" : kv}`,
    ...(cards > 1 ? [`--split-mode layer --tensor-split ${Array.from({ length: cards }, () => "1").join(",")}`] : []),
    ...(factor > 1
      ? [
          `--rope-scaling yarn --rope-scale ${rounded(windowTokens / originalContext(facts))} --yarn-orig-ctx ${originalContext(facts)}`,
        ]
      : []),
    "--cache-ram 0 --no-context-shift",
    "--slot-save-path /var/lib/llama/kv",
    "--host 10.0.0.5 --port 8443 --api-key-file /etc/llama/keys",
    "--ssl-key-file /etc/llama/server.key --ssl-cert-file /etc/llama/server.crt",
    "--cors-origins localhost --no-ui",
  ];
  return {
    server: "llama-server",
    title: cards > 1 ? `llama-server, ${cards} cards` : "llama-server, one card",
    command: joined(lines),
    notes: [
      ...(cards > 1 ? ["Cards of different sizes: give their sizes in --tensor-split, like 24,48."] : []),
      "One slot (-np 1), so that nothing pushes your archive out of the cache.",
      ...(factor > 1
        ? [STRETCHED, "llama-server may keep to the length in the file: Longhand reads the true window from /props."]
        : []),
    ],
  };
}

/** Cards that share each layer: a power of two, never more than the model has KV heads. */
function tensorParallel(facts: ModelFacts, cards: number): number {
  const kvHeads = Math.min(...facts.groups.map((group) => group.kvHeads), 64);
  let size = 1;
  while (size * 2 <= Math.min(cards, CARDS_PER_MACHINE) && kvHeads % (size * 2) === 0) size *= 2;
  return size;
}

function vllmBase(wish: LaunchWish): string[] {
  const { facts, windowTokens, kv } = wish;
  const factor = stretchFactor(facts, windowTokens);
  const rope = {
    rope_parameters: {
      rope_type: "yarn",
      factor: Number(rounded(windowTokens / originalContext(facts))),
      original_max_position_embeddings: originalContext(facts),
      ...(facts.rope.base === null ? {} : { rope_theta: facts.rope.base }),
    },
  };
  return [
    "VLLM_NO_USAGE_STATS=1 HF_HUB_OFFLINE=1 vllm serve /models/model",
    `--max-model-len ${windowTokens} --max-num-seqs 1`,
    `--kv-cache-dtype ${kv === "f16" ? "auto" : "fp8"} --gpu-memory-utilization ${USABLE_SHARE}`,
    "--enable-prefix-caching --enable-chunked-prefill --max-num-batched-tokens 8192",
    ...(factor > 1 ? [`--hf-overrides '${JSON.stringify(rope)}'`] : []),
  ];
}

const VLLM_SERVING = [
  "--enable-prompt-tokens-details --no-enable-log-requests",
  '--host 127.0.0.1 --port 8000 --api-key "$LONGHAND_KEY"',
];

const VLLM_NOTES = [
  "vLLM’s own key guards /v1 only, so it listens on 127.0.0.1 here and a proxy with TLS stands before it (docs/serving.md).",
  "Its log says “GPU KV cache size: N tokens”: N must be at least the window.",
];

function vllm(wish: LaunchWish, cards: number): LaunchCommand {
  const tensor = tensorParallel(wish.facts, cards);
  const pipeline = Math.ceil(cards / tensor);
  const shares = [
    ...(tensor > 1 ? [`--tensor-parallel-size ${tensor}`] : []),
    ...(pipeline > 1 ? [`--pipeline-parallel-size ${pipeline}`] : []),
  ];
  return {
    server: "vllm",
    title: cards > 1 ? `vLLM, ${tensor * pipeline} cards` : "vLLM, one card",
    command: joined([...vllmBase(wish), ...(shares.length === 0 ? [] : [shares.join(" ")]), ...VLLM_SERVING]),
    notes: [
      ...VLLM_NOTES,
      ...(stretchFactor(wish.facts, wish.windowTokens) > 1 ? [STRETCHED] : []),
      ...(cards > 1 ? ["Cards without NVLink: prefer --pipeline-parallel-size over --tensor-parallel-size."] : []),
    ],
  };
}

function vllmNodes(wish: LaunchWish, machines: number): LaunchCommand[] {
  const tensor = tensorParallel(wish.facts, CARDS_PER_MACHINE);
  const shares = `--tensor-parallel-size ${tensor} --pipeline-parallel-size ${machines}`;
  const base = vllmBase(wish);
  return [
    {
      server: "vllm",
      title: `vLLM, ${machines} machines with ${tensor} cards each, without Ray`,
      command: [
        "# on the first machine (10.0.0.5)",
        joined([
          `VLLM_HOST_IP=10.0.0.5 ${base[0]}`,
          ...base.slice(1),
          shares,
          `--nnodes ${machines} --node-rank 0 --master-addr 10.0.0.5`,
          ...VLLM_SERVING,
        ]),
        "",
        "# on each further machine, with its own address and --node-rank 1, 2, ...",
        joined([
          `VLLM_HOST_IP=10.0.0.6 ${base[0]}`,
          ...base.slice(1),
          shares,
          `--nnodes ${machines} --node-rank 1 --master-addr 10.0.0.5`,
          "--headless",
        ]),
      ].join("\n"),
      notes: ["The machines talk to each other without encryption and without keys: give them a network of their own."],
    },
    {
      server: "vllm",
      title: `vLLM, ${machines} machines with ${tensor} cards each, with Ray`,
      command: [
        "# on the first machine",
        "ray start --head --node-ip-address 10.0.0.5 --port 6379",
        "# on each further machine",
        "ray start --address 10.0.0.5:6379",
        "# then on the first machine",
        joined([...base, shares, "--distributed-executor-backend ray", ...VLLM_SERVING]),
      ].join("\n"),
      notes: ["Every machine needs the model under the same path and the same packages."],
    },
  ];
}

/** The commands for an archive. Cards of 80 GB are counted; on others only their number differs. */
export function launchCommands(wish: LaunchWish): LaunchCommand[] {
  const usable = CARD_GIB * GIB * USABLE_SHARE;
  const cards = cardsNeeded(wish.facts, wish.windowTokens, wish.kv, usable) ?? CARDS_PER_MACHINE * 2;
  const onOneMachine = Math.min(cards, CARDS_PER_MACHINE);
  const commands = [llamaServer(wish, 1), llamaServer(wish, Math.max(2, onOneMachine))];
  const vllmCards = cards <= 1 ? 1 : 2 ** Math.ceil(Math.log2(onOneMachine));
  commands.push(vllm(wish, 1), vllm(wish, Math.max(2, vllmCards)));
  return [...commands, ...vllmNodes(wish, Math.max(2, Math.ceil(cards / CARDS_PER_MACHINE)))];
}
