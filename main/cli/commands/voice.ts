import type { Command } from "commander";
import type { Habit, VoiceCard } from "../../../shared/voice.ts";
import { type CommonOptions, withCommon } from "../options.ts";
import { formatNumber, printJson, printLine } from "../output.ts";
import { runCommand } from "../session.ts";

const NAME_WIDTH = 28;
const BAR_WIDTH = 30;

function bar(count: number, most: number): string {
  return "#".repeat(Math.max(1, Math.round((count / Math.max(1, most)) * BAR_WIDTH)));
}

async function printHabits(title: string, habits: readonly Habit[]): Promise<void> {
  if (habits.length === 0) return;
  await printLine(`\n${title}`);
  const most = Math.max(...habits.map(({ count }) => count));
  for (const { form, count, evidence } of habits) {
    const shown = evidence.map(({ id }) => id).join(" ");
    await printLine(
      `  ${form.padEnd(NAME_WIDTH)} ${bar(count, most).padEnd(BAR_WIDTH)} ${formatNumber(count).padStart(6)}  ${shown}`,
    );
  }
}

async function printCard(card: VoiceCard): Promise<void> {
  const years = card.firstYear === null ? "" : `, ${card.firstYear} to ${card.lastYear}`;
  await printLine(
    `${formatNumber(card.mails)} mails you wrote${years}: ${formatNumber(card.words)} words of your own, ${formatNumber(card.answered)} with the mail they answer`,
  );
  await printHabits("Greetings", card.greetings);
  await printHabits("Closings", card.closings);
  await printHabits("Phrases", card.phrases);
  await printHabits("Emoji", card.emoji);
  await printHabits(
    "Languages",
    card.languages.map(({ name, mails }) => ({ form: name, count: mails, evidence: [] })),
  );
  await printLine(
    `\nLength: half of the mails have ${Math.round(card.length.median)} words or fewer; a sentence has ${card.sentences.mean.toFixed(1)} on average`,
  );
  await printLine(
    `Marks per thousand words: ${card.punctuation.map(({ mark, rate }) => `${mark.replace(" ", "")} ${rate.toFixed(1)}`).join("  ")}`,
  );
  if (card.formality.length > 0) await printLine("\nFormality (0 casual, 1 formal)");
  for (const { person, mails, value } of card.formality) {
    await printLine(
      `  ${(person.name || person.address).padEnd(NAME_WIDTH)} ${value.toFixed(2)}  ${formatNumber(mails)} mails`,
    );
  }
}

/** `voice`: what Longhand sees in the owner's writing. */
export function addVoice(program: Command): void {
  withCommon(program.command("voice"))
    .description("what Longhand sees in your writing, counted, with the mails that show it")
    .action((options: CommonOptions) =>
      runCommand("voice", options, "read", async (api) => {
        const card = await api.voice.card({});
        await (options.json === true ? printJson(card) : printCard(card));
      }),
    );
}
