import { describe, expect, it } from "vitest";
import { createEndpointQueue } from "../../../../main/core/warm/endpoint-queue.ts";
import { causeOfRest, chooseSlot, type Hold, judgeHold } from "../../../../main/core/warm/holds.ts";
import { compare, predict } from "../../../../main/core/warm/prediction.ts";
import { fitSpeed, readingMs, tokensIn } from "../../../../main/core/warm/prefill-speed.ts";
import { chainOf, commonTokens, cutChain } from "../../../../main/core/warm/prompt-chain.ts";
import { createReadWatch } from "../../../../main/core/warm/read-watch.ts";
import { prefixTraits } from "../../../../main/core/warm/traits.ts";
import { errorCode } from "../../../helpers/api.ts";

const ids = (length: number, change: number | null = null): Uint32Array =>
  Uint32Array.from({ length }, (_, at) => (at === change ? 9_999 : (at * 31) % 2000));
const idsChain = (length: number, change: number | null = null) =>
  chainOf({ type: "ids", ids: ids(length, change) }, length);
/** A chain as it comes back from the archive. */
const stored = (length: number, change: number | null = null) => {
  const { ids: _, ...chain } = idsChain(length, change);
  return chain;
};

describe("the chain of a prompt", () => {
  it("says to the token where two prompts part, and to the block where the ids are forgotten", () => {
    expect(commonTokens(idsChain(1000), idsChain(1000, 700))).toBe(700);
    expect(commonTokens(stored(1000), idsChain(1000, 700))).toBe(640);
    expect(commonTokens(idsChain(1000), idsChain(1500))).toBe(1000);
    expect(commonTokens(idsChain(1000), idsChain(1000, 0))).toBe(0);
    expect(commonTokens(cutChain(idsChain(1000), 333), idsChain(1000))).toBe(333);
    expect(commonTokens(cutChain(stored(1000), 333), idsChain(1000))).toBe(320);
  });

  it("is the same however much of it was known from another", () => {
    for (const [length, change] of [
      [1000, null],
      [1500, null],
      [1000, 700],
      [1000, 63],
      [1000, 0],
      [63, null],
    ] as const) {
      const prompt = { type: "ids", ids: ids(length, change) } as const;
      const fresh = chainOf(prompt, length);
      for (const like of [idsChain(1000), cutChain(idsChain(1000), 333), stored(1000), idsChain(2000, 512)])
        expect(chainOf(prompt, length, [like]).hashes).toEqual(fresh.hashes);
      expect(chainOf(prompt, length, [idsChain(300), idsChain(1000), idsChain(10)]).hashes).toEqual(fresh.hashes);
    }
  });

  it("works on text in shares of its estimate, and never across the two", () => {
    const text = (content: string) =>
      chainOf({ type: "text", messages: [{ role: "system", content }] }, content.length / 4);
    const base = "abcd".repeat(2000);
    const common = commonTokens(text(base), text(`${base}more`));
    expect(common).toBeGreaterThan(1900);
    expect(common).toBeLessThanOrEqual(2000);
    expect(commonTokens(text(base), idsChain(2000))).toBe(0);
  });
});

describe("the speed of reading", () => {
  const sample = (from: number, to: number) => ({
    from,
    to,
    ms: (to - from) * 0.2 + ((to * to - from * from) / 2) * 1e-5,
  });

  it("finds both shares again, and foretells a stretch it never saw", () => {
    const speed = fitSpeed([sample(0, 4000), sample(4000, 8000), sample(8000, 16_000), sample(0, 300)]);
    expect(speed?.linear).toBeCloseTo(0.2, 6);
    expect(speed?.quadratic).toBeCloseTo(1e-5, 9);
    const { ms } = sample(50_000, 60_000);
    expect(readingMs(speed ?? { linear: 0, quadratic: 0 }, 50_000, 60_000)).toBeCloseTo(ms, 3);
    expect(tokensIn(speed ?? { linear: 0, quadratic: 0 }, 50_000, ms)).toBeCloseTo(10_000, 3);
  });

  it("knows nothing without samples, and takes no share below zero from noise", () => {
    expect(fitSpeed([])).toBeUndefined();
    expect(fitSpeed([{ from: 0, to: 10, ms: 5 }])).toBeUndefined();
    const falling = fitSpeed([
      { from: 0, to: 1000, ms: 400 },
      { from: 9000, to: 10_000, ms: 200 },
    ]);
    expect(falling?.linear).toBeGreaterThan(0);
    expect(falling?.quadratic).toBe(0);
  });

  it("is sampled along a long reading, by stretches", () => {
    let now = 0;
    const watch = createReadWatch(() => now);
    for (let at = 0; at <= 8000; at += 500) {
      watch.see({ processed: at, cached: 0, total: 8000 });
      now += 100;
    }
    const generation = { text: "", promptTokens: 8000, cachedTokens: 0, evaluatedTokens: 8000, answerTokens: 0 };
    const samples = watch.samples({ ...generation, prefillMs: 1600, decodeMs: 0, isCut: false });
    expect(samples.length).toBeGreaterThan(4);
    expect(samples[0]).toEqual({ from: 0, to: 1000, ms: 200 });
    // What the server does not say cannot be measured.
    const silent = { ...generation, cachedTokens: null, evaluatedTokens: null };
    expect(watch.samples({ ...silent, prefillMs: 1600, decodeMs: 0, isCut: false })).toEqual([]);
  });
});

const traits = prefixTraits("{}", undefined, ["nora@tidewater.example"]);
const hold = (fields: Partial<Hold> = {}): Hold => ({
  endpoint: "llama-server http://x",
  slot: 0,
  model: "m",
  boot: "a",
  task: 7,
  chain: stored(5000),
  prefixTokens: 4900,
  traits,
  isWarm: true,
  seenAtMs: 1,
  ...fields,
});
const probe = (
  slot: Partial<{ id: number; task: number | null; tokens: number | null }>,
  boot: string | null = "a",
) => ({
  boot,
  slots: [{ id: 0, task: 7, tokens: 5000, isBusy: false, ...slot }],
});

describe("what a slot was seen to hold", () => {
  it.each([
    ["another model", hold({ model: "n" }), probe({}), "model-swapped"],
    ["another start", hold(), probe({}, "b"), "server-restarted"],
    [
      "a slot that never had a request",
      hold({ boot: null }),
      probe({ task: null, tokens: 0 }, null),
      "server-restarted",
    ],
    ["a number below ours", hold({ boot: null }), probe({ task: 3 }, null), "server-restarted"],
    ["a number after ours", hold(), probe({ task: 9 }), "slot-taken"],
    ["an emptied slot", hold(), probe({ tokens: 0 }), "dropped"],
    [
      "a restart after a broken line",
      hold({ task: null, boot: null }),
      probe({ task: null, tokens: 0 }, null),
      "server-restarted",
    ],
  ] as const)("is gone after %s", (_, held, seen, cause) => {
    expect(judgeHold(held, "m", seen)).toBe(cause);
  });

  it("stays where nothing happened or nothing is shown, and is cut where the slot was", () => {
    expect(judgeHold(hold(), "m", probe({}))).toEqual(hold());
    expect(judgeHold(hold(), "m", undefined)).toEqual(hold());
    const cut = judgeHold(hold(), "m", probe({ tokens: 1000 }));
    expect(typeof cut === "string" ? cut : cut.chain.tokens).toBe(1000);
  });

  it("goes on in the slot that has most, asks for an empty one else, and pushes a warm prefix out only at last", () => {
    const slots = [0, 1, 2].map((id) => ({ id, isBusy: false }));
    const wanted = { chain: idsChain(5200), prefixTokens: 5100, traits };
    const other = { chain: idsChain(3000, 0), prefixTokens: 2900, traits: { ...traits, scope: '{"sent":true}' } };
    const held = hold();
    expect(chooseSlot(wanted, slots, [held])).toMatchObject({ slot: 0, common: 4992, evicts: null });
    expect(chooseSlot(other, slots, [held])).toMatchObject({ slot: 1, evicts: null });
    const used = [
      held,
      hold({ slot: 1, isWarm: false, chain: stored(50, 1) }),
      hold({ slot: 2, chain: stored(60, 2) }),
    ];
    expect(chooseSlot(other, slots, used)).toMatchObject({ slot: 1, evicts: null });
    expect(chooseSlot(other, slots.slice(0, 1), [held])).toMatchObject({ slot: 0, evicts: { slot: 0 } });
    // The same scope with a changed prefix takes the place of what it replaces.
    const rebuilt = { ...wanted, chain: idsChain(5200, 10) };
    expect(chooseSlot(rebuilt, slots.slice(0, 1), [held])).toMatchObject({ slot: 0, common: 0, evicts: null });
  });

  it("names why the rest has to be read", () => {
    const at = (common: number, asked = traits, prefixTokens = 5100) =>
      causeOfRest({ chain: idsChain(prefixTokens + 100), prefixTokens, traits: asked }, { hold: hold(), common });
    expect(at(4992, traits, 4900)).toBeNull();
    expect(at(4900)).toBe("new-documents");
    expect(at(200)).toBe("documents-changed");
    expect(at(200, prefixTraits("{}", undefined, ["other@tidewater.example"]))).toBe("me-changed");
    expect(at(200, prefixTraits('{"sent":[true]}', undefined, ["nora@tidewater.example"]))).toBe("another-scope");
    const nothing = { chain: idsChain(5200), prefixTokens: 5100, traits };
    expect(causeOfRest(nothing, { hold: undefined, common: 0 })).toBe("first-reading");
  });
});

describe("a prediction against the receipt", () => {
  const speed = { linear: 1, quadratic: 0 };
  const expected = { totalTokens: 10_000, cachedTokens: 9000, cause: null, fromDisk: false, evicts: null } as const;
  const generation = (cachedTokens: number | null, prefillMs = 1000) => ({
    cachedTokens,
    promptTokens: 10_000,
    prefillMs,
  });

  it("says tokens and seconds, and says nothing of seconds where nothing was measured", () => {
    expect(predict(expected, speed)).toMatchObject({ cachedTokens: 9000, newTokens: 1000, ms: 1000 });
    expect(predict(expected, undefined).ms).toBeNull();
    expect(predict({ ...expected, cachedTokens: 10_000 }, speed).newTokens).toBe(1);
  });

  it("names the cause of a miss, by the server's word or by the clock", () => {
    const prediction = predict(expected, speed);
    expect(compare(prediction, generation(8990), speed, "dropped").state).toBe("as-predicted");
    const miss = compare(prediction, generation(120), speed, "restore-refused");
    expect(miss).toMatchObject({ state: "less", cause: "restore-refused" });
    expect(miss.words).toBe(
      "Only 120 of the predicted 9,000 tokens were cached: what was saved on disk could not be used.",
    );
    expect(compare(prediction, generation(null, 9500), speed, "dropped").state).toBe("less");
    expect(compare(prediction, generation(null, 1100), speed, "dropped").state).toBe("as-predicted");
    expect(compare(prediction, generation(null), undefined, "dropped").state).toBe("unknown");
    expect(compare({ ...prediction, cachedTokens: 0 }, generation(9000), speed, "dropped").state).toBe("more");
  });
});

describe("the queue of an endpoint", () => {
  const signal = new AbortController().signal;

  it("lets one run at a time, in order, and tells the others what they wait for", async () => {
    const queue = createEndpointQueue();
    const order: string[] = [];
    const places: string[] = [];
    let finish: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const first = queue.run({ purpose: "warm", signal }, () => gate.then(() => void order.push("warm")));
    const onWait = (place: { ahead: number; running: string }) => void places.push(`${place.ahead} ${place.running}`);
    const second = queue.run({ purpose: "ask", signal }, async () => void order.push("ask"));
    const third = queue.run({ purpose: "draft", signal, onWait }, async () => void order.push("draft"));
    expect(queue.state()).toEqual({ running: "warm", waiting: 2 });
    finish();
    await Promise.all([first, second, third]);
    expect(order).toEqual(["warm", "ask", "draft"]);
    expect(places).toEqual(["2 warm", "1 ask"]);
    expect(queue.state()).toEqual({ running: null, waiting: 0 });
  });

  it("gives a place up on cancel, and goes on after a failure", async () => {
    const queue = createEndpointQueue();
    const failing = errorCode(queue.run({ purpose: "ask", signal }, () => Promise.reject(new Error("no"))));
    const controller = new AbortController();
    const waiting = errorCode(queue.run({ purpose: "ask", signal: controller.signal }, async () => undefined));
    controller.abort();
    expect(await waiting).toBe("CANCELLED");
    expect(await failing).toBe("INTERNAL");
    expect(await queue.run({ purpose: "ask", signal }, async () => "ran")).toBe("ran");
  });
});
