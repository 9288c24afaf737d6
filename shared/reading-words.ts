/** What a reading will cost, in words; the window and the command line bring their own way to write numbers. */
import type { CorpusProgress, ReadPrediction, ReadPurpose } from "./schemas.ts";

/** How numbers and milliseconds are written. */
export type NumberWords = { count(value: number): string; duration(milliseconds: number): string };

/** `812,402 cached, 1,930 to read, about 4 s` */
export function predictionWords(prediction: ReadPrediction, { count, duration }: NumberWords): string {
  const { cachedTokens, newTokens, ms, fromDisk } = prediction;
  const from = fromDisk ? " from disk" : "";
  const cached = cachedTokens === 0 ? "nothing cached" : `${count(cachedTokens)} cached${from}`;
  const time = ms === null ? "its speed was not measured yet" : ms < 1000 ? "under 1 s" : `about ${duration(ms)}`;
  return `${cached}, ${count(newTokens)} to read, ${time}`;
}

/** `Putting the prompt together: 12,300 of 48,335 documents, about 40 s left`; counting goes by the share. */
export function countingWords({ phase, done, total, etaSeconds }: CorpusProgress, words: NumberWords): string {
  const left =
    etaSeconds === null || done >= total ? "" : `, about ${words.duration(Math.max(1, etaSeconds) * 1000)} left`;
  if (phase === "render")
    return `Putting the prompt together: ${words.count(done)} of ${words.count(total)} documents${left}`;
  return `Counting its tokens: ${Math.floor((done / Math.max(1, total)) * 100)}%${left}`;
}

/** What a purpose is called where it keeps others waiting. */
export function purposeWords(purpose: ReadPurpose): string {
  switch (purpose) {
    case "ask":
      return "a question";
    case "draft":
      return "a draft";
    case "warm":
      return "reading the archive";
    case "sweep":
      return "a sweep";
    case "exam":
      return "the exam";
    case "backtest":
      return "a backtest";
    case "other":
      return "another request";
  }
}
