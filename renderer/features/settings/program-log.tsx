/** The program's own log and its diagnostics, where the host has them: ids, counts and codes, no content. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Section } from "../../components/screen.tsx";
import { host } from "../../host/host.ts";
import { showToast } from "../../stores/toasts.ts";
import classes from "./settings-screen.module.css";

/** Nothing in a browser: there the program runs in a terminal, which shows what it says. */
export function ProgramLog(): ReactNode {
  const { readLog, saveDiagnostics } = host;
  const [isShown, setShown] = useState(false);
  const { data } = useQuery({
    queryKey: ["host-log"],
    queryFn: () => readLog?.() ?? Promise.reject(new Error("This host keeps no log.")),
    enabled: isShown && readLog !== undefined,
    staleTime: 0,
  });
  if (readLog === undefined || saveDiagnostics === undefined) return null;
  const save = async (): Promise<void> => {
    const result = await saveDiagnostics();
    if (!result.ok) showToast({ text: result.error.message, tone: "bad" });
    else if (result.value) showToast({ text: "The diagnostics are saved.", tone: "good" });
  };
  return (
    <Section title="Program log">
      <p className={classes.hint}>
        For finding a fault. It holds versions, counts and codes, never words of your mail.
      </p>
      {isShown && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys.
        <section className={classes.log} tabIndex={0} aria-label="The last lines of the log">
          {data === undefined ? "…" : data.ok ? data.value : data.error.message}
        </section>
      )}
      <Button.Group>
        <Button variant="default" onClick={() => setShown(!isShown)}>
          {isShown ? "Hide the log" : "Show the log"}
        </Button>
        <Button variant="default" onClick={() => void save()}>
          Save diagnostics…
        </Button>
      </Button.Group>
    </Section>
  );
}
