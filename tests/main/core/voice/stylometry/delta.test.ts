/** Whether Delta tells hands apart: on real list mail held out by mail, and on texts whose answer is known. */
import { describe, expect, it } from "vitest";
import {
  bagOf,
  burrowsDelta,
  cosineDelta,
  createStyleSpace,
  profileBag,
} from "../../../../../main/core/voice/stylometry/delta.ts";
import { seededRandom, shuffled } from "../../../../../main/core/voice/stylometry/random.ts";
import { hasCorpora } from "../../../../helpers/paths.ts";
import { openVoice, proseByAuthor } from "../../../../helpers/voice-corpora.ts";

/** Two thirds of an author's mails for the profile, the others held out: no mail is in both. */
function split(mails: readonly string[], random: () => number): { profile: string[]; heldOut: string[] } {
  const parts = { profile: [] as string[], heldOut: [] as string[] };
  let [profile, heldOut] = [0, 0];
  for (const mail of shuffled(mails, random)) {
    const words = bagOf([mail]).length;
    if (profile <= heldOut * 2) {
      parts.profile.push(mail);
      profile += words;
    } else {
      parts.heldOut.push(mail);
      heldOut += words;
    }
  }
  return parts;
}

/** Samples of `size` words: disjoint ones where there is enough, else one drawn with replacement. */
function samplesOf(bag: readonly string[], size: number, random: () => number): (readonly string[])[] {
  if (bag.length < size) return [Array.from({ length: size }, () => bag[Math.floor(random() * bag.length)] ?? "")];
  const words = shuffled(bag, random);
  return Array.from({ length: Math.min(8, Math.floor(bag.length / size)) }, (_, at) =>
    words.slice(at * size, (at + 1) * size),
  );
}

/** How many samples of each author were given to the right one, over 30 splits; `drawn` ones with replacement. */
function attribute(authors: readonly (readonly string[])[], size: number) {
  const random = seededRandom(11);
  const tally = authors.map(() => ({ samples: 0, right: 0, asOwner: 0, drawn: 0, drawnRight: 0 }));
  for (let round = 0; round < 30; round += 1) {
    const parts = authors.map((mails) => split(mails, random));
    const bags = parts.map(({ profile }) => profileBag(bagOf(profile), random));
    const space = createStyleSpace(bags);
    const profiles = bags.map((bag) => space.scores(bag));
    for (const [author, { heldOut }] of parts.entries()) {
      const bag = bagOf(heldOut);
      for (const sample of samplesOf(bag, size, random)) {
        const distances = profiles.map((profile) => cosineDelta(space.scores(sample), profile));
        const nearest = distances.indexOf(Math.min(...distances));
        const row = tally[author];
        if (row === undefined) continue;
        row.samples += 1;
        if (nearest === author) row.right += 1;
        if (bag.length < size) {
          row.drawn += 1;
          if (nearest === author) row.drawnRight += 1;
        }
        if (nearest === 0) row.asOwner += 1;
      }
    }
  }
  return tally;
}

const rate = (rows: readonly { samples: number; right: number }[]): number =>
  rows.reduce((sum, row) => sum + row.right, 0) / rows.reduce((sum, row) => sum + row.samples, 0);

describe.runIf(hasCorpora())("Delta on real list mail", () => {
  it("gives held-out pooled samples to the right poster of six", async () => {
    const archive = await openVoice("list");
    const authors = proseByAuthor(archive).slice(0, 6);
    await archive.close();
    expect(authors).toHaveLength(6);
    for (const size of [2000, 500]) {
      const tally = attribute(authors, size);
      const whole = tally.map(({ samples, right, drawn, drawnRight }) => ({
        samples: samples - drawn,
        right: right - drawnRight,
      }));
      const count = (rows: readonly { readonly samples: number }[]): number =>
        rows.reduce((sum, { samples }) => sum + samples, 0);
      console.log(
        `${size} words: ${(rate(tally) * 100).toFixed(1)} % of ${count(tally)} samples right, ${(rate(whole) * 100).toFixed(1)} % of the ${count(whole)} without replacement; by poster ` +
          tally
            .map(
              ({ samples, right, drawn }, at) =>
                `${((right / samples) * 100).toFixed(0)} % (${bagOf(authors[at] ?? []).length} words, ${drawn} of ${samples} samples drawn with replacement)`,
            )
            .join(", "),
      );
      if (size < 2000) continue;
      const [owner, ...others] = tally;
      expect(owner?.samples).toBeGreaterThanOrEqual(200);
      expect((owner?.right ?? 0) / (owner?.samples ?? 1)).toBeGreaterThanOrEqual(0.9);
      expect(rate(tally)).toBeGreaterThanOrEqual(0.9);
      // Below 1,400 words a poster has hardly a profile (one of 1,319 words is often taken for a colleague).
      const known = others.filter((_, at) => bagOf(authors[at + 1] ?? []).length >= 1400);
      expect(known.length).toBeGreaterThanOrEqual(3);
      expect(rate(known)).toBeGreaterThanOrEqual(0.9);
    }
  });

  it("places a mixture of two hands between them", async () => {
    const archive = await openVoice("list");
    const [mine = [], other = []] = proseByAuthor(archive);
    const authors = proseByAuthor(archive).slice(0, 6);
    await archive.close();
    const random = seededRandom(3);
    const mineParts = split(mine, random);
    const otherParts = split(other, random);
    const bags = authors.map((mails, at) =>
      profileBag(bagOf(at === 0 ? mineParts.profile : at === 1 ? otherParts.profile : mails), random),
    );
    const space = createStyleSpace(bags);
    const owner = space.scores(bags[0] ?? []);
    const [pureMine = []] = samplesOf(bagOf(mineParts.heldOut), 2000, random);
    const [pureOther = []] = samplesOf(bagOf(otherParts.heldOut), 2000, random);
    const half = [...pureMine.slice(0, 1000), ...pureOther.slice(0, 1000)];
    const far = (bag: readonly string[]): number => cosineDelta(space.scores(bag), owner);
    expect(far(pureMine)).toBeLessThan(far(half));
    expect(far(half)).toBeLessThan(far(pureOther));
  });
});

describe("Delta", () => {
  const spaceOf = (...texts: string[]) => createStyleSpace(texts.map((text) => bagOf([text.repeat(60)])));
  const [a, b] = ["the boat is on the lake and it is fine. ", "a boat at a lake, but so what of that. "];

  it("is nothing for the same bag and grows with the share of another hand", () => {
    const space = spaceOf(a, b);
    const own = space.scores(bagOf([a]));
    expect(burrowsDelta(own, own)).toBe(0);
    expect(cosineDelta(own, own)).toBeCloseTo(0);
    expect(burrowsDelta(own, space.scores(bagOf([a, a, b])))).toBeLessThan(burrowsDelta(own, space.scores(bagOf([b]))));
  });

  it("leaves out pronouns and what one author alone uses", () => {
    const space = createStyleSpace([
      bagOf(["you and the boat"]),
      bagOf(["you and the moor"]),
      bagOf(["you and a fen"]),
    ]);
    expect(space.words).toContain("and");
    expect(space.words).toContain("the");
    expect(space.words).not.toContain("you");
    expect(space.words).not.toContain("fen");
  });
});
