/**
 * What a server shows to others: looked at once at connect, told as warnings, never a reason to refuse.
 */
import { z } from "zod";
import type { EndpointKind, EndpointWarning } from "../../../shared/schemas.ts";
import type { Connection } from "./connection.ts";

/** An origin that nobody has; a server that allows it allows every web page. */
const STRANGER = "https://stranger.invalid";

const slotsSchema = z.array(z.object({ prompt: z.unknown().optional(), generated: z.unknown().optional() }));

/** The warnings of a server; `isLoopback` says that only this machine reaches it under this address. */
export async function findExposure(
  { http, choice }: Connection,
  kind: EndpointKind,
  isLoopback: boolean,
): Promise<EndpointWarning[]> {
  const warnings: EndpointWarning[] = [];
  const path = kind === "ollama" ? "/api/version" : kind === "llama-server" ? "/health" : "/v1/models";
  const reply = await http
    .json("GET", path, undefined, AbortSignal.timeout(5000), { origin: STRANGER })
    .catch(() => undefined);
  const allowed = reply?.headers?.["access-control-allow-origin"];
  if (allowed === STRANGER || allowed === "*") {
    warnings.push({
      code: "ANY_ORIGIN",
      message:
        kind === "llama-server"
          ? "Any web page that you open may talk to this server: start llama-server with --cors-origins localhost."
          : "Any web page that you open may talk to this server: restrict the origins that it allows.",
    });
  }
  if (!isLoopback && choice.apiKey === undefined) {
    warnings.push({
      code: "NO_KEY",
      message:
        "This server asks for no key although it is beyond this machine: whoever reaches it can use it, and may learn what it has read.",
    });
  }
  if (kind === "llama-server") {
    const slots = slotsSchema.safeParse((await http.json("GET", "/slots").catch(() => undefined))?.body);
    if (slots.success && slots.data.some((slot) => slot.prompt !== undefined || slot.generated !== undefined)) {
      warnings.push({
        code: "PROMPTS_EXPOSED",
        message:
          "This server shows the prompts it reads, your mail among them, to whoever asks for /slots: start it without LLAMA_SERVER_SLOTS_DEBUG, or with --no-slots.",
      });
    }
  }
  return warnings;
}
