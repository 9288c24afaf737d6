import { expect, it } from "vitest";
import { formatDeepLink, parseDeepLink } from "../../shared/deep-link.ts";

const archive = "0f8c2a4e-9b1d-4c3f-8a77-1234567890ab";

it("comes back from its text", () => {
  for (const document of ["m12", "p13.3", "f14"]) {
    expect(parseDeepLink(formatDeepLink({ archive, document }))).toEqual({ archive, document });
  }
  expect(parseDeepLink(` LONGHAND://${archive.toUpperCase()}/M12/ `)).toEqual({ archive, document: "m12" });
});

// A link comes from anywhere: a page, a mail, another program's command line.
it.each([
  `longhand://${archive}`,
  `longhand://${archive}/m12?run=1`,
  `longhand://${archive}/m12#x`,
  `longhand://${archive}/../m12`,
  `longhand://${archive}/m0`,
  `longhand://elsewhere/m12`,
  `https://${archive}/m12`,
  `longhand:${archive}/m12`,
  "--inspect",
  "",
])("takes %j for no link", (text) => expect(parseDeepLink(text)).toBeUndefined());
