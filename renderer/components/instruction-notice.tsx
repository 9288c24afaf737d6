/** Says that a document holds words which speak to the model, and that they change nothing by themselves. */
import type { ReactNode } from "react";
import { Notice } from "./notice.tsx";

type Props = {
  /** What holds the words: `This mail`, `m12`. */
  readonly subject: ReactNode;
  readonly words: string;
  readonly children?: ReactNode;
};

/** In plain words, with the words that were found. */
export function InstructionNotice({ subject, words, children }: Props): ReactNode {
  return (
    <Notice tone="warn" title="Words here look like an instruction to the model.">
      <p style={{ overflowWrap: "anywhere" }}>
        {subject} holds: “<bdi>{words}</bdi>”. To Longhand it is only text: nothing is done because of it. A model may
        still be swayed by it, so look at what it says with care.
      </p>
      {children}
    </Notice>
  );
}
