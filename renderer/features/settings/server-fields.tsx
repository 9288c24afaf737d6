/** Address, model and key of a server, and the consent that plain HTTP needs. */
import { Checkbox, PasswordInput, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { CertificateField } from "./certificate-field.tsx";
import type { EndpointFields } from "./endpoint-form-state.ts";
import { crossesNetworkPlainly } from "./endpoint-words.ts";
import { ModelField } from "./model-field.tsx";
import classes from "./server-fields.module.css";

type Props = {
  readonly fields: EndpointFields;
  readonly hasKey: boolean;
  onChange(part: Partial<EndpointFields>): void;
};

/** The key goes to the host and never comes back. */
export function ServerFields({ fields, hasKey, onChange }: Props): ReactNode {
  return (
    <div className={classes.fields}>
      <TextInput
        label="Address"
        placeholder="http://127.0.0.1:8080"
        value={fields.address}
        spellCheck={false}
        onChange={(event) => onChange({ address: event.currentTarget.value })}
      />
      {crossesNetworkPlainly(fields.address.trim()) && (
        <Checkbox
          label="I trust this network: my mail may cross it unencrypted"
          checked={fields.allowPlainHttp}
          onChange={(event) => onChange({ allowPlainHttp: event.currentTarget.checked })}
        />
      )}
      <div className={classes.row}>
        <ModelField fields={fields} onChange={onChange} />
        <PasswordInput
          label="Key"
          description={hasKey ? "A key is kept; type to replace it" : "Only where the server asks for one"}
          value={fields.apiKey}
          autoComplete="off"
          onChange={(event) => onChange({ apiKey: event.currentTarget.value })}
        />
      </div>
      {/^https:/i.test(fields.address.trim()) && (
        <CertificateField value={fields.caCertificate} onChange={(caCertificate) => onChange({ caCertificate })} />
      )}
    </div>
  );
}
