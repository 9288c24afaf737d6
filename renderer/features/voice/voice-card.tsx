/** The voice card: pictures of what the owner's mails have in common. */
import { SegmentedControl } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { HabitGroup, VoiceCard } from "../../../shared/voice.ts";
import { Section } from "../../components/screen.tsx";
import { countOf, formatCount, personName } from "../../format.ts";
import { bucketColumns, Columns, DotLine, EvidenceLinks, formWords, HabitBars } from "./charts.tsx";
import classes from "./voice-card.module.css";

const oneDigit = (value: number): string =>
  new Intl.NumberFormat(undefined, { maximumFractionDigits: 1, minimumFractionDigits: value < 10 ? 1 : 0 }).format(
    value,
  );

function Groups({ groups }: { readonly groups: readonly HabitGroup[] }): ReactNode {
  return (
    <ul className={classes.groups}>
      {groups.map(({ name, mails, greetings, closings }) => (
        <li key={name} className={classes.group}>
          <p className={classes.who}>
            <bdi>{name}</bdi> <span className={classes.quiet}>{countOf(mails, "mail")}</span>
          </p>
          {[greetings, closings].map((habits, at) => (
            <div key={at === 0 ? "greeting" : "closing"} className={classes.stack} aria-hidden>
              {habits.map(({ form, count }, index) => (
                <span key={form} data-rank={index} style={{ flexGrow: count }} />
              ))}
              <span data-rank="rest" style={{ flexGrow: mails - habits.reduce((sum, { count }) => sum + count, 0) }} />
            </div>
          ))}
          <p className={classes.forms}>{top(greetings, "no greeting")}</p>
          <p className={classes.forms}>{top(closings, "no closing")}</p>
        </li>
      ))}
    </ul>
  );
}

function top(habits: HabitGroup["greetings"], none: string): ReactNode {
  return habits.slice(0, 2).map(({ form, count, evidence }) => (
    <span key={form} className={classes.top}>
      <span>{formWords(form, none)}</span> <span className={classes.quiet}>{formatCount(count)}</span>{" "}
      <EvidenceLinks evidence={evidence.slice(0, 1)} of={form} />
    </span>
  ));
}

function Salutes({ card }: { readonly card: VoiceCard }): ReactNode {
  const [by, setBy] = useState<"people" | "years">("people");
  return (
    <>
      <Section title="How you begin">
        <HabitBars habits={card.greetings} total={card.mails} none="no greeting" />
      </Section>
      <Section title="How you end">
        <HabitBars habits={card.closings} total={card.mails} none="no closing" />
      </Section>
      <Section
        title="Greetings and closings"
        aside={
          <SegmentedControl
            size="xs"
            aria-label="Greetings and closings by"
            value={by}
            onChange={(value) => setBy(value as "people" | "years")}
            data={[
              { value: "people", label: "By person" },
              { value: "years", label: "By year" },
            ]}
          />
        }
      >
        <Groups groups={by === "people" ? card.people : card.years} />
      </Section>
    </>
  );
}

function Lengths({ card }: { readonly card: VoiceCard }): ReactNode {
  const byYear = card.length.byYear.map(({ year, value }) => ({
    name: year,
    value,
    shown: formatCount(Math.round(value)),
  }));
  return (
    <Section title="How long you write">
      <p className={classes.lead}>
        Half of your mails have {formatCount(Math.round(card.length.median))} words or fewer; a sentence has{" "}
        {oneDigit(card.sentences.mean)} on average.
      </p>
      <div className={classes.pair}>
        <Columns label="Mails by length" unit="words a mail" columns={bucketColumns(card.length.buckets)} />
        <Columns label="Sentences by length" unit="words a sentence" columns={bucketColumns(card.sentences.buckets)} />
        {byYear.length > 1 && (
          <Columns label="Length by year" unit="median words a mail, by year" columns={byYear.slice(-12)} />
        )}
      </div>
    </Section>
  );
}

function Marks({ card }: { readonly card: VoiceCard }): ReactNode {
  const most = Math.max(1, ...card.punctuation.map(({ rate }) => rate));
  return (
    <Section title="Your marks">
      <ul className={classes.marks} aria-label="Marks per thousand words">
        {card.punctuation.map(({ mark, name, rate }) => (
          <li key={name} title={`${oneDigit(rate)} ${name} per thousand words`}>
            <span className={classes.mark} aria-hidden style={{ opacity: 0.35 + 0.65 * Math.sqrt(rate / most) }}>
              {mark}
            </span>
            <span className={classes.rate}>{oneDigit(rate)}</span>
            <span className={classes.quiet}>{name}</span>
          </li>
        ))}
      </ul>
      <p className={classes.note}>Per thousand words.</p>
      {card.emoji.length > 0 ? (
        <HabitBars habits={card.emoji} total={card.mails} />
      ) : (
        <p className={classes.note}>You use no emoji and no smileys.</p>
      )}
    </Section>
  );
}

function Formality({ card }: { readonly card: VoiceCard }): ReactNode {
  if (card.formality.length === 0) return null;
  return (
    <Section title="How formal you are, and with whom">
      <div className={classes.scale} aria-hidden>
        <span>casual</span>
        <span>formal</span>
      </div>
      <ul className={classes.formality}>
        {card.formality.map(({ person, mails, value, evidence }) => (
          <li key={person.address}>
            <span className={classes.person}>
              <bdi>{personName(person)}</bdi> <span className={classes.quiet}>{formatCount(mails)}</span>
            </span>
            <DotLine value={value} low="casual" high="formal" />
            <EvidenceLinks evidence={evidence.slice(0, 2)} of={personName(person)} />
          </li>
        ))}
      </ul>
      <p className={classes.note}>
        From greeting, closing, contractions and exclamation marks; it compares your own mails only.
      </p>
    </Section>
  );
}

/** Every section of the card. */
export function VoiceCardView({ card }: { readonly card: VoiceCard }): ReactNode {
  return (
    <>
      <Salutes card={card} />
      <Lengths card={card} />
      {card.phrases.length > 0 && (
        <Section title="Phrases you come back to">
          <HabitBars habits={card.phrases} total={card.mails} />
        </Section>
      )}
      <Marks card={card} />
      <Section title="Languages">
        <HabitBars
          habits={card.languages.map(({ name, mails }) => ({ form: name, count: mails, evidence: [] }))}
          total={card.mails}
        />
      </Section>
      <Formality card={card} />
    </>
  );
}
