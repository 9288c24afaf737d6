/** `npm run bench`: prints figures and ratios; never decides anything. */
import { hasCorpora } from "../helpers/paths.ts";
import { benchAssemble } from "./assemble.ts";
import { benchContext } from "./context.ts";
import { benchExam } from "./exam.ts";
import { benchFolding } from "./folding.ts";
import { benchImport } from "./import.ts";
import { benchReuse } from "./reuse.ts";
import { benchScale } from "./scale.ts";
import { benchScreens } from "./screens.ts";

if (hasCorpora()) {
  benchImport();
  await benchFolding();
  await benchAssemble();
}
await benchContext();
await benchReuse();
await benchExam();
await benchScale();
await benchScreens();
