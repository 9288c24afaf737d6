/** `npm run bench [-- PART...]`: prints figures and ratios, of all parts or of the named ones; never decides anything. */
import { hasCorpora } from "../helpers/paths.ts";
import { benchAssemble } from "./assemble.ts";
import { benchContext } from "./context.ts";
import { benchExam } from "./exam.ts";
import { benchFolding } from "./folding.ts";
import { benchImport } from "./import.ts";
import { benchReuse } from "./reuse.ts";
import { benchScale } from "./scale.ts";
import { benchScreens } from "./screens.ts";

/** In the order in which they run; `needsCorpora`: measured on the real mail beside the checkout. */
const PARTS: readonly { readonly name: string; readonly needsCorpora: boolean; run(): void | Promise<void> }[] = [
  { name: "import", needsCorpora: true, run: benchImport },
  { name: "folding", needsCorpora: true, run: benchFolding },
  { name: "assemble", needsCorpora: true, run: benchAssemble },
  { name: "context", needsCorpora: false, run: benchContext },
  { name: "reuse", needsCorpora: false, run: benchReuse },
  { name: "exam", needsCorpora: false, run: benchExam },
  { name: "scale", needsCorpora: false, run: benchScale },
  { name: "screens", needsCorpora: false, run: benchScreens },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}; there are ${PARTS.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
const isThere = hasCorpora();
for (const { name, needsCorpora, run } of PARTS) {
  if ((wanted.length === 0 || wanted.includes(name)) && (isThere || !needsCorpora)) await run();
}
