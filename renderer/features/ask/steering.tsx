/** Cited documents that look as if they spoke to the model: the owner should know before relying on the answer. */
import type { ReactNode } from "react";
import type { InstructionNotice as Found } from "../../../shared/schemas.ts";
import { currentAddress } from "../../app/navigation.ts";
import { documentAddress } from "../../app/route.ts";
import { InstructionNotice } from "../../components/instruction-notice.tsx";

/** One note a document; nothing where there are none. */
export function Steering({ notices }: { readonly notices: readonly Found[] }): ReactNode {
  return notices.map(({ id, words }) => (
    <InstructionNotice
      key={id}
      subject={
        <>
          <a href={documentAddress(id, { back: currentAddress() })}>{id}</a>, which this answer cites,
        </>
      }
      words={words}
    />
  ));
}
