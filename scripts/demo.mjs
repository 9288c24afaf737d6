// `npm run demo`: the main job end to end on the sample archive with the bundled demonstration model.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureInstalled, nodeBinary, ROOT } from "./lib/setup.mjs";

ensureInstalled();
const directory = mkdtempSync(path.join(os.tmpdir(), "longhand-demo-"));
const archive = path.join(directory, "archive");
/** The last weeks of the sample: as much as the tiny model reads well. */
const SCOPE = ["--since", "2026-09-01"];

function longhand(title, args) {
  console.log(`\n== ${title}`);
  console.log(`$ longhand ${args.map((arg) => (arg.includes(" ") ? `"${arg}"` : arg)).join(" ")}`);
  const cli = path.join(ROOT, "main", "cli", "cli.ts");
  const result = spawnSync(nodeBinary(), [cli, ...args, "--archive", archive], { cwd: ROOT, stdio: "inherit" });
  if (result.status !== 0) process.exitCode = result.status ?? 1;
}

try {
  console.log(
    "The bundled model is a tiny demonstration (1 million parameters, 2 MB). It looks up facts of one form and tries\n" +
      "replies, in prompts of up to about 1,500 tokens; for real mail use a long-context Llama (README, Real use).",
  );
  longhand("Import the sample archive (fictional)", ["import", "resources/sample/archive.mbox"]);
  longhand("How large is all of it, in the model's own tokens?", ["corpus"]);
  longhand("Two questions whose answers are in the last weeks' mail, one whose answer is not", [
    "ask",
    "What is the gate code of the north depot?",
    "What is the order number of the Cedar order?",
    "What is the wifi password of the Maple kitchen?",
    ...SCOPE,
  ]);
  longhand("The last mail waits for a reply", ["show", "m184"]);
  longhand("A reply in Nora's hand", ["draft", "--reply-to", "m184", ...SCOPE]);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
