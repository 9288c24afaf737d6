/** Fetching a model's file from any address, with the checksum that its page gives. */
import { Button, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { type Fetchable, FetchDialog } from "./fetch-dialog.tsx";
import classes from "./model-downloads.module.css";

const isFile = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** Two fields and a button; nothing is asked of any host before the dialog's yes. */
export function FetchAddress(): ReactNode {
  const [address, setAddress] = useState("");
  const [checksum, setChecksum] = useState("");
  const [what, setWhat] = useState<Fetchable | null>(null);
  const url = address.trim();
  const sha256 = checksum.trim();
  const isChecksum = /^[0-9a-fA-F]{64}$/.test(sha256);
  return (
    <form
      className={classes.address}
      onSubmit={(event) => {
        event.preventDefault();
        const name = new URL(url).pathname.split("/").at(-1) ?? "";
        setWhat({ title: name, url, size: null, sha256: isChecksum ? sha256 : null, licence: null });
      }}
    >
      <TextInput
        label="Another GGUF file, by its link"
        placeholder="https://…/model.gguf"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <TextInput
        label="Its SHA-256"
        description="From the model’s page; empty where the host itself says it"
        value={checksum}
        error={sha256 !== "" && !isChecksum ? "64 hexadecimal digits" : null}
        onChange={(event) => setChecksum(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!isFile(url) || (sha256 !== "" && !isChecksum)}>
        Fetch…
      </Button>
      {what !== null && (
        <FetchDialog
          what={what}
          onClose={() => {
            setWhat(null);
            setAddress("");
            setChecksum("");
          }}
        />
      )}
    </form>
  );
}
