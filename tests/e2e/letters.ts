/** Made-up letters as an mbox: enough of them that an import can be watched, paused or killed in the middle. */

/** `count` letters, numbered from `first`, each with `lines` lines of text. */
export function letters(count: number, { first = 1, lines = 25 } = {}): string {
  const mails: string[] = [];
  for (let number = first; number < first + count; number += 1) {
    const body = `This is letter ${number}.\n${`Line of letter ${number}, with some words to read in it.\n`.repeat(lines)}`;
    mails.push(
      `From a@quay.example Thu Mar  4 10:00:00 2021\nFrom: Alice <alice@quay.example>\nTo: nora@haleworks.example\n` +
        `Date: Thu, 4 Mar 2021 10:00:00 +0000\nSubject: Letter ${number}\nMessage-ID: <l${number}@quay.example>\n\n${body}\n`,
    );
  }
  return mails.join("");
}
