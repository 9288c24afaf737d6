/** Voice: what Longhand sees in the owner's writing, and whether more of it helps. */
import type { ReactNode } from "react";
import { Screen } from "../../components/screen.tsx";

/** The card and the backtest. */
export function VoiceScreen(): ReactNode {
  return (
    <Screen title="Your voice">
      <p>Drafts are learned from your own mail: see Write.</p>
    </Screen>
  );
}
