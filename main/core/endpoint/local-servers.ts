/**
 * Model servers on this machine's usual ports, found to be offered.
 *
 * Loopback only, both families, short waits; nothing is sent but GET requests on public paths.
 */
import type { EndpointKind, LocalServer } from "../../../shared/schemas.ts";
import type { ConnectionLog } from "./connection-log.ts";
import { probe } from "./detect.ts";
import { createHttpClient } from "./http.ts";
import { isLlamaServer } from "./llama-server.ts";
import { ollamaVersionSchema } from "./ollama.ts";
import { openAiModelsSchema } from "./openai-compatible.ts";

/** The usual ports with the servers that use them. */
export const USUAL_PORTS: readonly number[] = [
  8080, // llama-server, and many others
  9931, // llama-server, newer builds
  8000, // vLLM
  11434, // Ollama
  1234, // LM Studio
  30000, // SGLang
];
const HOSTS = [
  { name: "127.0.0.1", family: 4 },
  { name: "::1", family: 6 },
] as const;

const TIMEOUT_MS = 800;

async function look(url: URL, address: string, family: 4 | 6, log: ConnectionLog): Promise<LocalServer | undefined> {
  const options = { apiKey: undefined, caFile: undefined, log, purpose: "look" } as const;
  const http = createHttpClient({ url, address, family }, options);
  const found = (kind: EndpointKind, state: LocalServer["state"], models: readonly string[]): LocalServer => ({
    address: url.href.replace(/\/$/, ""),
    kind,
    state,
    models: [...models],
  });
  const get = (path: string) => probe(http, path, TIMEOUT_MS).catch(() => undefined);
  try {
    const list = await get("/v1/models");
    if (list === undefined) return undefined;
    const parsed = openAiModelsSchema.safeParse(list.body);
    const models = parsed.success ? parsed.data.data.map((model) => model.id) : [];
    const owners = new Set(parsed.success ? parsed.data.data.map((model) => model.owned_by) : []);
    if (list.status === 401 || list.status === 403) return found("openai-compatible", "key", []);
    if (owners.has("llamacpp")) return found("llama-server", "ready", models);
    if (owners.has("vllm")) return found("vllm", "ready", models);
    if (owners.has("sglang")) return found("sglang", "ready", models);
    const props = await get("/props");
    if (props?.status === 401) return found("llama-server", "key", models);
    if (list.status === 503 || props?.status === 503) return found("llama-server", "loading", []);
    if (props?.status === 200 && isLlamaServer(props.body)) return found("llama-server", "ready", models);
    const version = await get("/api/version");
    if (version?.status === 200 && ollamaVersionSchema.safeParse(version.body).success)
      return found("ollama", "ready", models);
    if (list.status !== 200 || !parsed.success) return undefined;
    const lmStudio = await get("/api/v0/models");
    return found(lmStudio?.status === 200 ? "lm-studio" : "openai-compatible", "ready", models);
  } finally {
    http.close();
  }
}

/** Looks at the ports; what answers on both families is told once. */
export async function findLocalServers(
  log: ConnectionLog,
  ports: readonly number[] = USUAL_PORTS,
): Promise<LocalServer[]> {
  const looks = ports.flatMap((port) =>
    HOSTS.map(async ({ name, family }) => {
      const host = family === 6 ? `[${name}]` : name;
      const url = new URL(`http://${host}:${port}`);
      return { port, server: await look(url, name, family, log).catch(() => undefined) };
    }),
  );
  const seen = new Set<number>();
  const servers: LocalServer[] = [];
  for (const { port, server } of await Promise.all(looks)) {
    if (server === undefined || seen.has(port)) continue;
    seen.add(port);
    servers.push(server);
  }
  return servers;
}
