/** Who "me" is: the addresses that count as the owner's, why, and how to change them. */
import { Button, CloseButton, TextInput, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/screen.tsx";
import { countOf } from "../../format.ts";
import { IdentityReview } from "./identity-review.tsx";
import { useImportRuns } from "./import-runs.ts";
import { useMeChange } from "./me-change.tsx";
import classes from "./me-section.module.css";

/** Each change is saved at once where it costs nothing, and asked about where the model must read again. */
export function MeSection(): ReactNode {
  const { data } = useQuery(trpc.me.get.queryOptions());
  const isImporting = useImportRuns(({ runs }) => runs.some(({ state }) => state === "running"));
  const [address, setAddress] = useState("");
  const [isReviewing, setReviewing] = useState(false);
  const { change, isPending, error, question } = useMeChange(() => setAddress(""));
  if (data === undefined) return null;
  const known = data.addresses.map((item) => item.address);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (address.trim() !== "") change([...new Set([...known, address.trim().toLowerCase()])]);
  };
  return (
    <Section title="You">
      <p className={classes.lead}>
        Mail from these addresses is yours. Longhand learns your hand from it, and the model knows you as “me”.
      </p>
      {known.length === 0 && !isImporting && (
        <Notice tone="warn" title="Longhand could not tell which address is yours.">
          <p>Add it below, so that drafts can be in your hand.</p>
        </Notice>
      )}
      <ul className={classes.list}>
        {data.addresses.map((item) => (
          <li key={item.address} className={classes.item}>
            <div className={classes.words}>
              <span className={classes.address}>{item.address}</span>
              <span className={classes.why}>
                {countOf(item.sent, "mail")} written, {item.why}
              </span>
            </div>
            <CloseButton
              aria-label={`${item.address} is not mine`}
              title={known.length === 1 ? "At least one address must stay" : "Not mine"}
              disabled={known.length === 1 || isPending}
              onClick={() => change(known.filter((other) => other !== item.address))}
            />
          </li>
        ))}
      </ul>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          aria-label="Another address of yours"
          placeholder="another@address.example"
          type="email"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          className={classes.input ?? ""}
        />
        <Button type="submit" variant="default" loading={isPending} disabled={address.trim() === ""}>
          Add
        </Button>
      </form>
      {error !== null && <ErrorNote error={error} />}
      {question}
      <UnstyledButton className={classes.fold} aria-expanded={isReviewing} onClick={() => setReviewing(!isReviewing)}>
        <IconChevronRight size={14} aria-hidden data-open={isReviewing} className={classes.chevron} />
        What the archive says about who you are
      </UnstyledButton>
      {isReviewing && <IdentityReview isSaving={isPending} onSet={change} />}
    </Section>
  );
}
