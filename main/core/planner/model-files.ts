/**
 * Where the published models can be had as one GGUF file at about five bits a weight (Q4_K_M). Pure data.
 *
 * Addresses were seen in public repositories that fetch these files, never tried from here. The two with a size and a
 * checksum are pinned to a commit, with what their publisher lists for it; the others are whatever stands at `main`, and
 * their host says size and checksum (main/core/models/host-words.ts). Absent are models that come in several files
 * (Llama 4 Scout) or of which no such file was seen. Licences stand at the models (./published-models.ts): those of the
 * makers hold for these files too.
 */
import type { ModelFile } from "../../../shared/plan.ts";

const HOST = "https://huggingface.co";

const atMain = (repository: string, name: string): ModelFile => ({
  url: `${HOST}/${repository}/resolve/main/${name}`,
  bytes: null,
  sha256: null,
});

const FILES: Readonly<Record<string, ModelFile>> = {
  "llama-3-8b-1048k": atMain(
    "bartowski/Llama-3-8B-Instruct-Gradient-1048k-GGUF",
    "Llama-3-8B-Instruct-Gradient-1048k-Q4_K_M.gguf",
  ),
  "llama-3.1-8b": {
    url: `${HOST}/bartowski/Meta-Llama-3.1-8B-Instruct-GGUF/resolve/bf5b95e96dac0462e2a09145ec66cae9a3f12067/Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf`,
    bytes: 4_920_739_232,
    sha256: "7b064f5842bf9532c91456deda288a1b672397a54fa729aa665952863033557c",
  },
  "llama-3.1-70b": {
    url: `${HOST}/bartowski/Meta-Llama-3.1-70B-Instruct-GGUF/resolve/83fb6e83d0a8aada42d499259bc929d922e9a558/Meta-Llama-3.1-70B-Instruct-Q4_K_M.gguf`,
    bytes: 42_520_398_400,
    sha256: "f775c87029be95fb41df9e2882e6e938b73121c30ffc235ac6b6b880add49aa5",
  },
  "qwen2.5-7b-1m": atMain("bartowski/Qwen2.5-7B-Instruct-1M-GGUF", "Qwen2.5-7B-Instruct-1M-Q4_K_M.gguf"),
  "qwen2.5-14b-1m": atMain("bartowski/Qwen2.5-14B-Instruct-1M-GGUF", "Qwen2.5-14B-Instruct-1M-Q4_K_M.gguf"),
  "mistral-nemo": atMain("bartowski/Mistral-Nemo-Instruct-2407-GGUF", "Mistral-Nemo-Instruct-2407-Q4_K_M.gguf"),
  "gemma-3-12b": atMain("ggml-org/gemma-3-12b-it-GGUF", "gemma-3-12b-it-Q4_K_M.gguf"),
  "gemma-3-27b": atMain("ggml-org/gemma-3-27b-it-GGUF", "gemma-3-27b-it-Q4_K_M.gguf"),
};

/** The file of a published model; null where none is known. */
export function modelFile(id: string): ModelFile | null {
  return Object.hasOwn(FILES, id) ? (FILES[id] ?? null) : null;
}
