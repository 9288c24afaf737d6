/** Import end to end (parsed, told apart, threaded, indexed, stored) against a bare parsing pass of Python's email. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { importPaths, openTestApi } from "../helpers/api.ts";
import { CORPORA } from "../helpers/paths.ts";

const PYTHON = `
import mailbox, sys
n = 0
for name in sys.argv[1:]:
    for message in mailbox.mbox(name):
        n += 1
        for part in message.walk():
            if part.get_content_maintype() == "text":
                (part.get_payload(decode=True) or b"").decode(part.get_content_charset() or "utf-8", "replace")
print(n)
`;

/** Prints messages a second of both and their ratio. */
export async function benchImport(): Promise<void> {
  const folder = path.join(CORPORA, "mail", "mbox", "pipermail");
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".mbox"))
    .map((name) => path.join(folder, name));
  const { api, close } = await openTestApi();
  const started = performance.now();
  await importPaths(api, files);
  const seconds = (performance.now() - started) / 1000;
  const { documents } = await api.archive.status();
  await close();
  console.log(`import: ${documents} mails in ${seconds.toFixed(2)} s, ${Math.round(documents / seconds)} a second`);
  const pythonStarted = performance.now();
  const python = spawnSync("python3", ["-c", PYTHON, ...files], { encoding: "utf8" });
  const pythonSeconds = (performance.now() - pythonStarted) / 1000;
  if (python.status !== 0) return console.log("import: no python3 here to compare with");
  const ratio = documents / seconds / (Number(python.stdout) / pythonSeconds);
  console.log(
    `import: Python's mailbox + email, parsing only: ${Math.round(Number(python.stdout) / pythonSeconds)} a second; ratio ${ratio.toFixed(2)}`,
  );
}
