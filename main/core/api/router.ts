/** The one API of all hosts: the command line calls it directly, pages through a socket. One file a domain. */
import { askRouter, corpusRouter, draftRouter } from "./ask.ts";
import { documentsRouter } from "./documents.ts";
import { importRouter, meRouter } from "./import.ts";
import { createCallerFactory, router } from "./trpc.ts";

export const appRouter = router({
  import: importRouter,
  me: meRouter,
  documents: documentsRouter,
  corpus: corpusRouter,
  ask: askRouter,
  draft: draftRouter,
});

/** The type that clients are built from. */
export type AppRouter = typeof appRouter;

/** Makes direct callers, for the command line and for tests. */
export const createCaller = createCallerFactory(appRouter);
