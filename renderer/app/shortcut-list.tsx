/** The list of shortcuts that `?` opens. */
import { Modal } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import { Keys } from "../components/keys.tsx";
import classes from "./shortcut-list.module.css";

const isMac = /Mac/.test(navigator.platform);
/** The name of the command key on this machine. */
export const COMMAND_KEY = isMac ? "⌘" : "Ctrl";

const GROUPS: readonly { readonly title: string; readonly items: readonly (readonly [string, readonly string[]])[] }[] =
  [
    {
      title: "Everywhere",
      items: [
        ["Ask, Write, Library, Context, Exam, Voice, Sources, Settings", [COMMAND_KEY, "1 … 8"]],
        ["Find a place, an action or a mail", [COMMAND_KEY, "K"]],
        ["This list", ["?"]],
        ["Close, go back", ["Esc"]],
      ],
    },
    {
      title: "Lists",
      items: [
        ["Next", ["j"]],
        ["Previous", ["k"]],
        ["First, last", ["Home", "End"]],
        ["Open", ["Enter"]],
      ],
    },
    {
      title: "Library",
      items: [
        ["Search", ["/"]],
        ["Reply in my hand", ["r"]],
      ],
    },
    {
      title: "Context",
      items: [
        ["From tile to tile", ["↑", "↓", "←", "→"]],
        ["What if without it", ["Del"]],
      ],
    },
    {
      title: "Ask and Write",
      items: [
        ["Ask the question", ["Enter"]],
        ["New line in the question", ["Shift", "Enter"]],
        ["Ask, or write the draft", [COMMAND_KEY, "Enter"]],
      ],
    },
  ];

/** A dialog with all shortcuts. */
export function ShortcutList({ isOpen, onClose }: { readonly isOpen: boolean; onClose(): void }): ReactNode {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Keyboard"
      size="md"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.groups}>
        {GROUPS.map((group) => (
          <Fragment key={group.title}>
            <h3 className={classes.heading}>{group.title}</h3>
            <dl className={classes.list}>
              {group.items.map(([name, keys]) => (
                <div key={name} className={classes.row}>
                  <dt>{name}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </Fragment>
        ))}
      </div>
    </Modal>
  );
}
