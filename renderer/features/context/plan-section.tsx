/** What the archive needs: memory, what fits, and commands that start a server for it; also for models not yet had. */
import { Button, CopyButton, NativeSelect, SegmentedControl } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { LaunchCommand, MachineFit, MemoryNeed, PlanReport } from "../../../shared/plan.ts";
import type { Scope } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Section } from "../../components/screen.tsx";
import classes from "./plan-section.module.css";
import { fitWords, formatMemory, KV_WORDS, shapeWords } from "./plan-words.ts";

function MemoryTable({ needs }: { readonly needs: readonly MemoryNeed[] }): ReactNode {
  return (
    <table className={classes.table}>
      <caption>Memory for what is read now, with question and answer</caption>
      <thead>
        <tr>
          <th scope="col">Keys and values</th>
          <th scope="col">Each token</th>
          <th scope="col">KV</th>
          <th scope="col">Weights</th>
          <th scope="col">Buffers, about</th>
          <th scope="col">Together</th>
        </tr>
      </thead>
      <tbody>
        {needs.map((need) => (
          <tr key={need.kv}>
            <th scope="row">{KV_WORDS[need.kv]}</th>
            <td>{(need.bytesPerToken / 1024).toFixed(need.bytesPerToken < 10_240 ? 1 : 0)} KiB</td>
            <td>{formatMemory(need.kvBytes)}</td>
            <td>{formatMemory(need.weightBytes)}</td>
            <td>{formatMemory(need.computeBytes)}</td>
            <td className={classes.strong}>{formatMemory(need.totalBytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FitTable({ machines }: { readonly machines: readonly MachineFit[] }): ReactNode {
  const first = machines[0];
  if (first === undefined) return null;
  const isTrained = machines.some(({ fits }) => fits.some(({ limitedBy }) => limitedBy === "training"));
  return (
    <>
      <table className={classes.table}>
        <caption>What fits: the longest window, in tokens</caption>
        <thead>
          <tr>
            <th scope="col">Memory</th>
            {first.fits.map(({ kv }) => (
              <th key={kv} scope="col">
                {kv}
              </th>
            ))}
            <th scope="col">Cards for this archive (q8_0)</th>
          </tr>
        </thead>
        <tbody>
          {machines.map((machine) => (
            <tr key={machine.name} data-machine={machine.isThisMachine}>
              <th scope="row">
                {machine.name}
                {machine.isThisMachine && ` (${formatMemory(machine.memoryBytes)})`}
              </th>
              {machine.fits.map((fit) => (
                <td key={fit.kv} data-holds={fit.holdsArchive}>
                  {fitWords(fit)}
                  {fit.holdsArchive && <span className="visually-hidden"> holds what is read now</span>}
                </td>
              ))}
              <td>
                {machine.isThisMachine ? "" : (machine.fits.find(({ kv }) => kv === "q8_0")?.cardsNeeded ?? "over 64")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.note}>
        Green holds what is read now.{isTrained && " * all that the model was trained for."} Eight percent of each
        memory is left to the driver.
      </p>
    </>
  );
}

function Launch({ commands }: { readonly commands: readonly LaunchCommand[] }): ReactNode {
  const [server, setServer] = useState<LaunchCommand["server"]>("llama-server");
  const [title, setTitle] = useState("");
  const shown = commands.filter((command) => command.server === server);
  const chosen = shown.find((command) => command.title === title) ?? shown[0];
  if (chosen === undefined) return null;
  return (
    <div className={classes.launch}>
      <h3 className={classes.heading}>Start a server with such a window</h3>
      <div className={classes.choices}>
        <SegmentedControl
          size="xs"
          aria-label="Which server"
          value={server}
          onChange={(value) => setServer(value as LaunchCommand["server"])}
          data={[
            { value: "llama-server", label: "llama-server" },
            { value: "vllm", label: "vLLM" },
          ]}
        />
        <NativeSelect
          size="xs"
          aria-label="On how many cards and machines"
          value={chosen.title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          data={shown.map((command) => command.title)}
        />
        <CopyButton value={chosen.command}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy} className={classes.copy ?? ""}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
      <section className={classes.command} tabIndex={0} aria-label={`Command: ${chosen.title}`}>
        <pre>{chosen.command}</pre>
      </section>
      <ul className={classes.notes}>
        {chosen.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}

function Plan({ plan }: { readonly plan: PlanReport }): ReactNode {
  return (
    <>
      <p className={classes.shape}>
        {plan.model === null ? plan.modelNote : `${shapeWords(plan.model)} ${plan.modelNote}`}
      </p>
      <p className={classes.shape}>
        Speed: {plan.time.basis}
        {plan.time.basis.endsWith(".") ? "" : "."}
      </p>
      {plan.memory.length > 0 && (
        <div className={classes.tables}>
          <MemoryTable needs={plan.memory} />
          <FitTable machines={plan.machines} />
        </div>
      )}
      {plan.launch.length > 0 && <Launch commands={plan.launch} />}
    </>
  );
}

/** Below the map. The model can be one that is not there yet. */
export function PlanSection({ scope }: { readonly scope: Scope }): ReactNode {
  const [published, setPublished] = useState("");
  const { data: models } = useQuery(
    trpc.planner.models.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const { data: plan, error } = useQuery(
    trpc.planner.plan.queryOptions(
      { scope, endpoint: {}, ...(published === "" ? {} : { published }) },
      { placeholderData: keepPreviousData, staleTime: 60_000, retry: false },
    ),
  );
  return (
    <Section
      title="What it needs"
      aside={
        <NativeSelect
          size="xs"
          aria-label="The model to plan for"
          value={published}
          onChange={(event) => setPublished(event.currentTarget.value)}
          data={[
            { value: "", label: "The chosen model" },
            ...(models ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      }
    >
      {error !== null && <ErrorNote error={error} />}
      {plan !== undefined && error === null && <Plan plan={plan} />}
      {plan === undefined && error === null && <p className={classes.note}>Adding up…</p>}
    </Section>
  );
}
