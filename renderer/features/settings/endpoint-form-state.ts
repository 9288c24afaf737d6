/** The endpoint form's fields and what they amount to. Pure. */
import type { EndpointChoice } from "../../../shared/schemas.ts";
import { crossesNetworkPlainly, isWebAddress } from "./endpoint-words.ts";

/** The fields as they stand. */
export type EndpointFields = {
  readonly kind: "bundled" | "server" | "file";
  readonly address: string;
  readonly model: string;
  readonly apiKey: string;
  /** A CA certificate in PEM form, empty for the system's own. */
  readonly caCertificate: string;
  readonly windowTokens: number | "";
  readonly allowPlainHttp: boolean;
};

/** The fields of what is saved; a model file was chosen on the command line and can be kept here, not changed. */
export function fieldsOf(choice: EndpointChoice): EndpointFields {
  const { address } = choice;
  return {
    kind: address === undefined ? "bundled" : isWebAddress(address) ? "server" : "file",
    address: address ?? "",
    model: choice.model ?? "",
    apiKey: "",
    caCertificate: choice.caCertificate ?? "",
    windowTokens: choice.windowTokens ?? "",
    allowPlainHttp: choice.allowPlainHttp === true,
  };
}

/** What is missing before the fields can be used, as a sentence; null where nothing is. */
export function missing(fields: EndpointFields): string | null {
  if (fields.kind !== "server") return null;
  if (fields.address.trim() === "") return "Type the address of the server.";
  if (!isWebAddress(fields.address.trim())) return "Write the address like http://127.0.0.1:8080.";
  if (crossesNetworkPlainly(fields.address.trim()) && !fields.allowPlainHttp) {
    return "This address is beyond this machine and not encrypted: use https, or tick that you trust the network.";
  }
  if (fields.caCertificate.trim() !== "" && !isCertificate(fields.caCertificate)) {
    return "The certificate is not in PEM form: it begins with -----BEGIN CERTIFICATE-----.";
  }
  return null;
}

/** Whether a text is a certificate, or several, in PEM form. */
export function isCertificate(text: string): boolean {
  return /^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----$/.test(text.trim());
}

/** The choice that the fields make. */
export function choiceOf(fields: EndpointFields): Omit<EndpointChoice, "caFile"> {
  const windowTokens = fields.windowTokens === "" ? {} : { windowTokens: fields.windowTokens };
  if (fields.kind === "bundled") return windowTokens;
  const address = fields.address.trim();
  return {
    address,
    ...(fields.model.trim() === "" ? {} : { model: fields.model.trim() }),
    ...(fields.apiKey === "" ? {} : { apiKey: fields.apiKey }),
    ...(fields.caCertificate.trim() === "" ? {} : { caCertificate: fields.caCertificate.trim() }),
    ...windowTokens,
    ...(crossesNetworkPlainly(address) && fields.allowPlainHttp ? { allowPlainHttp: true } : {}),
  };
}
