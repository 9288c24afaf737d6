/** Model servers that run on this machine, each a click away. */
import { Button } from "@mantine/core";
import { IconServer } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { LocalServer } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { localServerWords } from "./endpoint-words.ts";
import classes from "./local-servers.module.css";

type Props = { readonly used: string; onUse(server: LocalServer): void };

/** Nothing is shown where nothing was found. */
export function LocalServers({ used, onUse }: Props): ReactNode {
  const { data } = useQuery(trpc.settings.localServers.queryOptions(undefined, { retry: false, staleTime: 10_000 }));
  if (data === undefined || data.length === 0) return null;
  return (
    <section className={classes.found} aria-label="Found on this machine">
      <h3 className={classes.heading}>Found on this machine</h3>
      <ul className={classes.list}>
        {data.map((server) => (
          <li key={server.address} className={classes.row}>
            <IconServer size={16} stroke={1.6} aria-hidden className={classes.icon} />
            <span className={classes.words}>
              {localServerWords(server)}
              <span className={classes.address}>{new URL(server.address).host}</span>
            </span>
            {used === server.address ? (
              <span className={classes.address}>Filled in below</span>
            ) : (
              <Button size="compact-sm" variant="default" onClick={() => onUse(server)}>
                Choose
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
