import { describe, expect, it } from "vitest";
import { choiceOf, fieldsOf, missing } from "../../../../renderer/features/settings/endpoint-form-state.ts";
import {
  crossesNetworkPlainly,
  endpointName,
  localServerWords,
} from "../../../../renderer/features/settings/endpoint-words.ts";

const EMPTY = fieldsOf({});

describe("the endpoint form", () => {
  it("makes the choice that its fields say, and reads it back", () => {
    const fields = { ...EMPTY, kind: "server", address: " http://127.0.0.1:8080 ", windowTokens: 8192 } as const;
    expect(missing(fields)).toBeNull();
    expect(choiceOf(fields)).toEqual({ address: "http://127.0.0.1:8080", windowTokens: 8192 });
    expect(choiceOf(fieldsOf(choiceOf(fields)))).toEqual(choiceOf(fields));
    expect(choiceOf({ ...fields, kind: "bundled" })).toEqual({ windowTokens: 8192 });
  });

  it("wants a yes for plain HTTP beyond this machine, and sends it only there", () => {
    const fields = { ...EMPTY, kind: "server", address: "http://10.0.0.5:8080" } as const;
    expect(missing(fields)).toContain("not encrypted");
    expect(missing({ ...fields, allowPlainHttp: true })).toBeNull();
    expect(choiceOf({ ...fields, allowPlainHttp: true })).toHaveProperty("allowPlainHttp", true);
    expect(choiceOf({ ...fields, address: "https://10.0.0.5", allowPlainHttp: true })).not.toHaveProperty(
      "allowPlainHttp",
    );
    expect(crossesNetworkPlainly("http://localhost:1")).toBe(false);
    expect(crossesNetworkPlainly("http://[::1]:1")).toBe(false);
    expect(crossesNetworkPlainly("http://127.0.0.1.evil.example")).toBe(true);
  });

  it("takes the certificate of a private authority, and nothing that is none", () => {
    const fields = { ...EMPTY, kind: "server", address: "https://gpu.example" } as const;
    const caCertificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    expect(missing({ ...fields, caCertificate: "a path.pem" })).toContain("PEM");
    expect(missing({ ...fields, caCertificate })).toBeNull();
    expect(choiceOf({ ...fields, caCertificate })).toMatchObject({ caCertificate: caCertificate.trim() });
    expect(choiceOf(fieldsOf({ address: "https://gpu.example", caCertificate }))).toHaveProperty("caCertificate");
  });

  it("says what was found on this machine in a few words", () => {
    const server = { address: "http://127.0.0.1:11434", kind: "ollama", state: "ready" } as const;
    expect(localServerWords({ ...server, models: ["llama3.1:8b"] })).toBe("Ollama: llama3.1:8b");
    expect(localServerWords({ ...server, models: ["a", "b"] })).toBe("Ollama: 2 models");
    expect(localServerWords({ ...server, state: "key", models: [] })).toBe("Ollama: asks for a key");
  });

  it("shows a file by its name and a server by its host", () => {
    expect(endpointName({})).toBe("Demonstration model");
    expect(endpointName({ address: "/home/nora/models/llama.gguf" })).toBe("llama.gguf");
    expect(endpointName({ address: "http://gpu.example:8080", model: "llama" })).toBe("llama at gpu.example:8080");
  });
});
