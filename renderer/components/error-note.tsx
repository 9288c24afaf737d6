/** An error with its remedy. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { toShownError } from "../errors.ts";
import { Notice } from "./notice.tsx";

type Props = { readonly error: unknown; readonly onRetry?: () => void; readonly children?: ReactNode };

/** Says what went wrong and what to do; `children` are further remedies as buttons. */
export function ErrorNote({ error, onRetry, children }: Props): ReactNode {
  const { message, remedy } = toShownError(error);
  return (
    <Notice tone="bad" title={message} role="alert">
      {remedy !== "" && <p>{remedy}</p>}
      {(onRetry !== undefined || children !== undefined) && (
        <div style={{ display: "flex", gap: 8, marginTop: 10, flexWrap: "wrap" }}>
          {onRetry !== undefined && (
            <Button size="xs" variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
          {children}
        </div>
      )}
    </Notice>
  );
}
