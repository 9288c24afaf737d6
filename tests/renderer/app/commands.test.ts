import { describe, expect, it } from "vitest";
import { allCommands, matchingCommands, namedDocument } from "../../../renderer/app/commands.ts";
import { parseRoute } from "../../../renderer/app/route.ts";

const commands = allCommands("Ctrl");
const found = (text: string): string[] => matchingCommands(commands, text).map(({ label }) => label);

describe("the palette's commands", () => {
  it("lead to places that exist, each under one name", () => {
    for (const command of commands)
      if ("address" in command) expect(parseRoute(command.address).screen, command.label).not.toBe("nowhere");
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
  });

  it("are found by the beginnings of their words, by the label before what else they are called", () => {
    expect(found("set")).toEqual(["Go to Settings"]);
    expect(found("go lib")).toEqual(["Go to Library"]);
    expect(found("mbox")).toEqual(["Bring in mail"]);
    expect(found("mail")[0]).toBe("Write a new mail");
    expect(found("etting")).toEqual([]);
    expect(found("")).toHaveLength(commands.length);
  });

  it("know a document by its id and a page by its number, and no other word", () => {
    expect(namedDocument(" M12 ")).toBe("m12");
    expect(namedDocument("p13.3")).toBe("p13.3");
    for (const text of ["m0", "m", "mail", "x12", "m12 m13", "p13.x", ""]) {
      expect(namedDocument(text), text).toBe(text === "p13.x" ? "p13" : null);
    }
  });
});
