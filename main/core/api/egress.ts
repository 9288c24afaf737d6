/** Procedures of the log of connections. */
import { type ConnectionReport, connectionQuerySchema } from "../../../shared/egress.ts";
import { procedure, router } from "./trpc.ts";

export const egressRouter = router({
  /** Every connection that Longhand opened or was kept from opening: where to, what for, how much; never what was said. */
  list: procedure
    .input(connectionQuerySchema)
    .query(({ ctx, input }): ConnectionReport => ctx.connections.report(input)),
});
