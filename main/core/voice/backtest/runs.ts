/**
 * Backtests in the background: one at a time, resumable behind the last stored draft, stopped by closing.
 *
 * Owns the order (arm by arm, so that each prefix is read once) and what is stored when. What a draft is worth is
 * ./score.ts.
 */
import { setImmediate } from "node:timers/promises";
import { LonghandError, toErrorRecord } from "../../../../shared/errors.ts";
import type { EndpointChoice } from "../../../../shared/schemas.ts";
import type { BacktestReport } from "../../../../shared/voice.ts";
import { type BacktestDraft, getBacktest, readBacktestDrafts } from "../../archive/queries/backtests.ts";
import { readDocument } from "../../archive/queries/corpus.ts";
import { readOthersMail } from "../../archive/queries/voice.ts";
import type { Writer } from "../../archive/writer.ts";
import { countText } from "../../endpoint/count.ts";
import type { Endpoint } from "../../endpoint/endpoint.ts";
import type { CorpusStore } from "../../prompt/corpus.ts";
import { joinPrompt, runPrompt } from "../../prompt/run.ts";
import { findLeaks } from "../../proof/leaks.ts";
import { ownText } from "../../text/blocks.ts";
import { mailSources } from "../check-draft.ts";
import { addressee } from "../material.ts";
import { withAnswered } from "../voice-scope.ts";
import { ARMS, type BacktestWish, type PreparedBacktest, prepareBacktest, replyTail } from "./plan.ts";
import { type ScoredPair, scoreBacktest } from "./score.ts";

/** The backtests of one core. */
export type BacktestRuns = {
  /** Begins one; returns its number. Fails with `ENDPOINT_BUSY` while another runs. */
  start(
    open: () => Promise<Endpoint>,
    choice: EndpointChoice,
    wish: BacktestWish,
    allowEvict: boolean,
  ): Promise<number>;
  /** Goes on with one that rests. */
  resume(id: number, open: () => Promise<Endpoint>, allowEvict: boolean): Promise<void>;
  /** Lets the one that runs rest; what is stored stays. */
  pause(): Promise<void>;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

/** Others that are compared with: enough to be a crowd. */
const IMPOSTORS = { senders: 30, mailsEach: 60 };

/** Creates the runs of an archive. */
export function createBacktestRuns(store: CorpusStore & { readonly writer: Writer }): BacktestRuns {
  const { db, writer } = store;
  let running: { readonly id: number; readonly controller: AbortController; readonly work: Promise<void> } | undefined;

  async function run(
    id: number,
    prepared: PreparedBacktest,
    open: () => Promise<Endpoint>,
    allowEvict: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const done = new Set(readBacktestDrafts(db, id).map(({ arm, reply }) => `${arm} ${reply}`));
    for (const { arm, corpus } of prepared.arms) {
      for (const reply of prepared.replies) {
        if (done.has(`${arm} ${reply.sample.number}`)) continue;
        signal.throwIfAborted();
        const endpoint = await open();
        const tail = await countText(endpoint, replyTail(store, corpus, reply));
        const events = runPrompt(endpoint, joinPrompt(endpoint, corpus, tail), {
          maxTokens: prepared.maxTokens,
          signal,
          plan: { purpose: "backtest", traits: { backtest: `${prepared.plan.cutoff} ${arm}` }, allowEvict },
        });
        let step = await events.next();
        while (step.done !== true) step = await events.next();
        const { text, receipt } = step.value;
        const item: BacktestDraft = { arm, reply: reply.sample.number, draft: text, receipt };
        await writer.call("putBacktestDraft", { id, item });
      }
    }
    const report = await makeReport(id, prepared);
    await writer.call("updateBacktest", { id, change: { state: "done", report } });
  }

  async function makeReport(id: number, { replies, examples, me, plan }: PreparedBacktest): Promise<BacktestReport> {
    const byNumber = new Map(replies.map((reply) => [reply.sample.number, reply]));
    const documents = withAnswered(examples).map((number) => readDocument(db, number));
    const pairs: ScoredPair[] = [];
    for (const { arm, reply, draft } of readBacktestDrafts(db, id)) {
      const hidden = byNumber.get(reply);
      if (hidden === undefined) continue;
      // The API thread serves the window too: it gets its turn between the drafts.
      await setImmediate();
      const { sample, answers } = hidden;
      const recipients = new Set(sample.recipients.map(({ address }) => address).filter((address) => !me.has(address)));
      const given = [readDocument(db, answers).text];
      const leaks = findLeaks(draft, mailSources(documents, me), { recipients, given });
      pairs.push({
        arm,
        person: addressee(sample, me) ?? null,
        recipients: sample.recipients,
        draft,
        real: sample.text,
        hasCopied: leaks.length > 0,
      });
    }
    const cutoffMs = Date.parse(`${plan.cutoff}T00:00:00Z`);
    const others = [...readOthersMail(db, IMPOSTORS).values()].map((mails) =>
      mails
        .filter(({ dateMs }) => dateMs !== null && dateMs < cutoffMs)
        .map(({ text, blocks }) => ownText(text, blocks)),
    );
    await setImmediate();
    return scoreBacktest(
      pairs,
      ARMS,
      examples.map(({ text }) => text),
      others,
    );
  }

  function begin(id: number, prepared: PreparedBacktest, open: () => Promise<Endpoint>, allowEvict: boolean): void {
    const controller = new AbortController();
    const work = run(id, prepared, open, allowEvict, controller.signal)
      .catch(async (error: unknown) => {
        if (controller.signal.aborted) {
          await writer.call("updateBacktest", { id, change: { state: "paused" } });
          return;
        }
        const { code, message, remedy } = toErrorRecord(error);
        await writer.call("updateBacktest", {
          id,
          change: { state: "failed", error: { code, message: `${message} ${remedy}`.trim() } },
        });
      })
      .finally(() => {
        running = undefined;
      });
    running = { id, controller, work };
  }

  function requireIdle(): void {
    if (running !== undefined) {
      throw new LonghandError("ENDPOINT_BUSY", "Another backtest is running.", "Pause it, or wait for its end.");
    }
  }

  async function pause(): Promise<void> {
    running?.controller.abort();
    await running?.work.catch(() => undefined);
  }

  return {
    async start(open, choice, wish, allowEvict) {
      requireIdle();
      const endpoint = await open();
      const prepared = await prepareBacktest(endpoint, store, wish);
      requireIdle();
      const { address, model, modelIdentity } = endpoint.description;
      const { apiKey: _, ...plain } = choice;
      const id = await writer.call("insertBacktest", {
        plan: prepared.plan,
        choice: plain,
        endpoint: address,
        model,
        modelIdentity,
      });
      begin(id, prepared, open, allowEvict);
      return id;
    },
    async resume(id, open, allowEvict) {
      requireIdle();
      const record = getBacktest(db, id);
      if (record === undefined)
        throw new LonghandError("DOCUMENT_NOT_FOUND", "This backtest is not in the archive any more.");
      const wish = { cutoff: record.cutoff, replies: record.plan.replies };
      const prepared = await prepareBacktest(await open(), store, wish);
      requireIdle();
      await writer.call("updateBacktest", { id, change: { state: "running" } });
      begin(id, prepared, open, allowEvict);
    },
    pause,
    async idle() {
      await running?.work.catch(() => undefined);
    },
    close: pause,
  };
}
