/** Changing who "me" is: that stands in every prompt, so what must be read again is said before it is done. */
import { Button, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { PrefixReport } from "../../../shared/schemas.ts";
import { api, trpc } from "../../api.ts";
import { countOf } from "../../format.ts";
import { rebuildWords } from "../prompt/rebuild-words.ts";
import classes from "./me-section.module.css";

type Asked = { readonly addresses: readonly string[]; readonly rebuild: readonly PrefixReport[] };

/** `change` makes exactly these addresses "me", at once where that costs nothing, else after `question` is answered. */
export function useMeChange(onSaved: () => void): {
  change(addresses: readonly string[]): void;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly question: ReactNode;
} {
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const save = useMutation(
    trpc.me.set.mutationOptions({
      onSuccess: () => {
        onSaved();
        setAsked(null);
        return client.invalidateQueries();
      },
    }),
  );
  const look = useMutation({
    mutationFn: (addresses: readonly string[]) =>
      api.me.planSet.query({ addresses: [...addresses], endpoint: {} }).then((rebuild) => ({ addresses, rebuild })),
    onSuccess: ({ addresses, rebuild }) => {
      if (rebuild.length === 0) save.mutate({ addresses: [...addresses] });
      else setAsked({ addresses, rebuild });
    },
  });
  const question = asked !== null && (
    <Modal
      opened
      onClose={() => setAsked(null)}
      title="Change who you are?"
      size="md"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.question}>
        <p>
          Who wrote what as “me” stands in every prompt, so {countOf(asked.rebuild.length, "prompt")} that the model may
          have read {asked.rebuild.length === 1 ? "is" : "are"} built anew at the next question.
        </p>
        <p className={classes.why}>{rebuildWords(asked.rebuild)}</p>
        <div className={classes.foot}>
          <Button variant="default" onClick={() => setAsked(null)} data-autofocus>
            Leave it
          </Button>
          <Button loading={save.isPending} onClick={() => save.mutate({ addresses: [...asked.addresses] })}>
            Change it
          </Button>
        </div>
      </div>
    </Modal>
  );
  return {
    change: (addresses) => look.mutate(addresses),
    isPending: look.isPending || save.isPending,
    error: look.error ?? save.error,
    question,
  };
}
