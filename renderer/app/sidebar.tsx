/** The way to the screens, and the archive's state at its foot. */
import { UnstyledButton } from "@mantine/core";
import {
  IconChartTreemap,
  IconFeather,
  IconInbox,
  IconKeyboard,
  IconMailbox,
  IconMessageQuestion,
  IconSchool,
  IconSearch,
  IconSettings,
  IconSignature,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { SCREENS, type ScreenName, screenAddress } from "./route.ts";
import { COMMAND_KEY } from "./shortcut-list.tsx";
import classes from "./sidebar.module.css";
import { StatusBlock } from "./status-block.tsx";

const NAMES: Readonly<Record<ScreenName, { readonly label: string; readonly icon: typeof IconInbox }>> = {
  ask: { label: "Ask", icon: IconMessageQuestion },
  write: { label: "Write", icon: IconFeather },
  library: { label: "Library", icon: IconMailbox },
  context: { label: "Context", icon: IconChartTreemap },
  exam: { label: "Exam", icon: IconSchool },
  voice: { label: "Voice", icon: IconSignature },
  sources: { label: "Sources", icon: IconInbox },
  settings: { label: "Settings", icon: IconSettings },
};

type Props = {
  readonly current: ScreenName | "nowhere";
  onShowShortcuts(): void;
  onShowPalette(): void;
};

/** Always there. */
export function Sidebar({ current, onShowShortcuts, onShowPalette }: Props): ReactNode {
  return (
    <aside className={classes.sidebar} aria-label="Longhand">
      <div className={classes.brand}>
        <img src="./icon.svg" alt="" width={22} height={22} />
        <span className={classes.name}>Longhand</span>
      </div>
      <UnstyledButton className={classes.find} onClick={onShowPalette} aria-keyshortcuts="Control+K">
        <IconSearch size={15} stroke={1.7} aria-hidden />
        <span>Find or do</span>
        <span className={classes.findKeys} aria-hidden>
          {COMMAND_KEY} K
        </span>
      </UnstyledButton>
      <nav aria-label="Screens" className={classes.nav}>
        {SCREENS.map((screen, index) => {
          const { label, icon: Icon } = NAMES[screen];
          return (
            <a
              key={screen}
              className={classes.item}
              href={screenAddress(screen)}
              aria-current={screen === current ? "page" : undefined}
              aria-keyshortcuts={`Control+${index + 1}`}
            >
              <Icon size={18} stroke={1.6} aria-hidden />
              <span>{label}</span>
              <span className={classes.hint} aria-hidden>
                {COMMAND_KEY} {index + 1}
              </span>
            </a>
          );
        })}
      </nav>
      <div className={classes.foot}>
        <StatusBlock />
        <UnstyledButton className={classes.help} onClick={onShowShortcuts}>
          <IconKeyboard size={15} stroke={1.6} aria-hidden />
          Keyboard shortcuts
        </UnstyledButton>
      </div>
    </aside>
  );
}
