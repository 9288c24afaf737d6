/** The certificate of a private authority, pasted or read from a file that the owner picks. */
import { Button, FileButton, Textarea, UnstyledButton } from "@mantine/core";
import { type ReactNode, useState } from "react";
import classes from "./server-fields.module.css";

type Props = { readonly value: string; onChange(certificate: string): void };

/** Closed until it is needed: most servers need none. */
export function CertificateField({ value, onChange }: Props): ReactNode {
  const [isOpen, setOpen] = useState(value !== "");
  if (!isOpen) {
    return (
      <UnstyledButton className={classes.more} onClick={() => setOpen(true)}>
        The server has a certificate of our own authority
      </UnstyledButton>
    );
  }
  return (
    <div className={classes.certificate}>
      <Textarea
        label="Certificate of the authority"
        description="PEM text, as your administrator gave it; it counts for this server only"
        placeholder="-----BEGIN CERTIFICATE-----"
        autosize
        minRows={3}
        maxRows={6}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <FileButton
        accept=".pem,.crt,.cer"
        onChange={(file) => {
          if (file !== null) void file.text().then(onChange);
        }}
      >
        {(props) => (
          <Button variant="default" size="xs" {...props}>
            Choose a file
          </Button>
        )}
      </FileButton>
    </div>
  );
}
