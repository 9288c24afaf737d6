/** The model of a server: a name, or a choice from what the server says it has. */
import { Autocomplete, Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { choiceOf, type EndpointFields, missing } from "./endpoint-form-state.ts";
import classes from "./server-fields.module.css";

type Props = { readonly fields: EndpointFields; onChange(part: Partial<EndpointFields>): void };

/** The list comes when it is asked for: asking is connecting. */
export function ModelField({ fields, onChange }: Props): ReactNode {
  const models = useMutation(trpc.settings.models.mutationOptions());
  const names = models.data?.models.map((model) => model.name) ?? [];
  const choice = choiceOf(fields);
  return (
    <div>
      <div className={classes.model}>
        <Autocomplete
          label="Model"
          description={names.length === 0 ? "Only where the server has several" : `The server has ${names.length}`}
          value={fields.model}
          data={[...new Set(names)]}
          spellCheck={false}
          onChange={(model) => onChange({ model })}
        />
        <Button
          variant="default"
          disabled={missing(fields) !== null}
          loading={models.isPending}
          onClick={() => {
            if (choice.address !== undefined) models.mutate({ ...choice, address: choice.address });
          }}
        >
          List
        </Button>
      </div>
      {models.error !== null && <ErrorNote error={models.error} />}
    </div>
  );
}
