/** The one API of all hosts: the command line calls it directly, pages through a socket. One file a domain. */
import { archiveRouter, settingsRouter } from "./archive.ts";
import { askRouter } from "./ask.ts";
import { backtestRouter } from "./backtest.ts";
import { backupsRouter } from "./backups.ts";
import { corpusRouter } from "./corpus.ts";
import { documentsRouter } from "./documents.ts";
import { draftRouter } from "./draft.ts";
import { egressRouter } from "./egress.ts";
import { examRouter } from "./exam.ts";
import { exportsRouter } from "./exports.ts";
import { importRouter, meRouter } from "./import.ts";
import { modelsRouter } from "./models.ts";
import { plannerRouter } from "./planner.ts";
import { scopesRouter } from "./scopes.ts";
import { sourcesRouter } from "./sources.ts";
import { sweepRouter } from "./sweep.ts";
import { createCallerFactory, router } from "./trpc.ts";
import { voiceRouter } from "./voice.ts";
import { warmRouter } from "./warm.ts";
import { withdrawalRouter } from "./withdrawal.ts";

export const appRouter = router({
  import: importRouter,
  me: meRouter,
  documents: documentsRouter,
  archive: archiveRouter,
  backups: backupsRouter,
  exports: exportsRouter,
  sources: sourcesRouter,
  settings: settingsRouter,
  corpus: corpusRouter,
  scopes: scopesRouter,
  withdrawal: withdrawalRouter,
  ask: askRouter,
  sweep: sweepRouter,
  draft: draftRouter,
  voice: voiceRouter,
  backtest: backtestRouter,
  models: modelsRouter,
  planner: plannerRouter,
  exam: examRouter,
  warm: warmRouter,
  egress: egressRouter,
});

/** The type that clients are built from. */
export type AppRouter = typeof appRouter;

/** Makes direct callers, for the command line and for tests. */
export const createCaller = createCallerFactory(appRouter);
