/** Which model reads the archive: the bundled one or a server; checked before it is used. */
import { Button, NumberInput, Radio } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { EndpointChoice } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { Waiting } from "../../components/waiting.tsx";
import classes from "./endpoint-form.module.css";
import { choiceOf, type EndpointFields, fieldsOf, missing } from "./endpoint-form-state.ts";
import { EndpointReportCard } from "./endpoint-report.tsx";
import { LocalServers } from "./local-servers.tsx";
import { ServerFields } from "./server-fields.tsx";

type Props = { readonly saved: EndpointChoice; readonly hasKey: boolean };

/** Checking connects to what is typed; saving makes it the archive's model. */
export function EndpointForm({ saved, hasKey }: Props): ReactNode {
  const client = useQueryClient();
  const [fields, setFields] = useState<EndpointFields>(() => fieldsOf(saved));
  const check = useMutation(trpc.settings.checkEndpoint.mutationOptions());
  const save = useMutation(trpc.settings.setEndpoint.mutationOptions({ onSuccess: () => client.invalidateQueries() }));
  const problem = missing(fields);
  const isSaved = JSON.stringify(choiceOf(fields)) === JSON.stringify(choiceOf(fieldsOf(saved)));
  const change = (part: Partial<EndpointFields>): void => {
    check.reset();
    save.reset();
    setFields({ ...fields, ...part });
  };
  return (
    <div className={classes.form}>
      <Radio.Group
        aria-label="Which model"
        value={fields.kind}
        onChange={(kind) => change({ kind: kind === "server" ? "server" : kind === "file" ? "file" : "bundled" })}
      >
        <div className={classes.cards}>
          <Radio.Card value="bundled" className={classes.card ?? ""}>
            <Radio.Indicator />
            <div>
              <p className={classes.name}>The bundled demonstration model</p>
              <p className={classes.text}>
                Tiny, about a million parameters. It shows that everything works, finds simple facts in a few mails and
                babbles otherwise. For real use, connect a real model.
              </p>
            </div>
          </Radio.Card>
          <Radio.Card value="server" className={classes.card ?? ""}>
            <Radio.Indicator />
            <div>
              <p className={classes.name}>A server of mine</p>
              <p className={classes.text}>
                llama-server, vLLM, Ollama, LM Studio, SGLang or an OpenAI-compatible server, on this machine or in your
                own network.
              </p>
            </div>
          </Radio.Card>
          {fields.kind === "file" && (
            <Radio.Card value="file" className={classes.card ?? ""}>
              <Radio.Indicator />
              <div>
                <p className={classes.name}>A model file</p>
                <p className={classes.text}>{fields.address}</p>
              </div>
            </Radio.Card>
          )}
        </div>
      </Radio.Group>
      <LocalServers
        used={fields.kind === "server" ? fields.address : ""}
        onUse={(server) =>
          change({
            kind: "server",
            address: server.address,
            model: server.models.length === 1 ? (server.models[0] ?? "") : "",
          })
        }
      />
      {fields.kind === "server" && <ServerFields fields={fields} hasKey={hasKey} onChange={change} />}
      <NumberInput
        label="Use at most this much of its window"
        description="In tokens. Leave empty for all of it; models often read the far end of a long window badly."
        placeholder="All of it"
        min={256}
        step={1024}
        thousandSeparator=","
        allowDecimal={false}
        value={fields.windowTokens}
        onChange={(value) => change({ windowTokens: typeof value === "number" ? value : "" })}
        className={classes.narrow ?? ""}
      />
      {problem !== null && fields.address.trim() !== "" && (
        <Notice tone="info">
          <p>{problem}</p>
        </Notice>
      )}
      <div className={classes.actions}>
        <Button
          variant="default"
          disabled={problem !== null}
          loading={check.isPending}
          onClick={() => check.mutate(choiceOf(fields))}
        >
          Check the connection
        </Button>
        <Button
          disabled={problem !== null || (isSaved && fields.apiKey === "")}
          loading={save.isPending}
          onClick={() => save.mutate(choiceOf(fields))}
        >
          Use this model
        </Button>
        {isSaved && <span className={classes.used}>In use</span>}
      </div>
      {check.isPending && <Waiting label="Connecting" />}
      {check.error !== null && <ErrorNote error={check.error} />}
      {save.error !== null && <ErrorNote error={save.error} />}
      {check.data !== undefined && <EndpointReportCard report={check.data} />}
    </div>
  );
}
