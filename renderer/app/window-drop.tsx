/** Files that are dropped anywhere on the window: a veil says what letting go does, and they are imported. */
import { IconMailDown } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { toShownError } from "../errors.ts";
import { useAddMail } from "../features/sources/use-add-mail.ts";
import { host } from "../host/host.ts";
import { showToast } from "../stores/toasts.ts";
import { navigate } from "./navigation.ts";
import { screenAddress } from "./route.ts";
import classes from "./window-drop.module.css";

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;

/** Takes what no place of its own took; a file must never replace the app. */
export function WindowDrop(): ReactNode {
  const [isOver, setOver] = useState(false);
  const { add, error } = useAddMail();
  const take = useRef(add);
  take.current = add;
  useEffect(() => {
    let leave: ReturnType<typeof setTimeout> | undefined;
    const onOver = (event: DragEvent): void => {
      const isTaken = event.defaultPrevented;
      event.preventDefault();
      clearTimeout(leave);
      // Dragging on is told again and again: silence is the end of it.
      leave = setTimeout(() => setOver(false), 250);
      setOver(hasFiles(event) && !isTaken);
    };
    const onDrop = (event: DragEvent): void => {
      const isTaken = event.defaultPrevented;
      event.preventDefault();
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (isTaken || files.length === 0) return;
      navigate(screenAddress("sources"));
      void take.current((onHandOver) => host.ticketsForDrop(files, onHandOver));
    };
    window.addEventListener("dragover", onOver);
    window.addEventListener("drop", onDrop);
    return () => {
      clearTimeout(leave);
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("drop", onDrop);
    };
  }, []);
  useEffect(() => {
    if (error !== null) showToast({ text: toShownError(error).message, tone: "bad" });
  }, [error]);
  if (!isOver) return null;
  return (
    <div className={classes.veil} data-testid="window-drop">
      <IconMailDown size={44} stroke={1.2} aria-hidden />
      <p>Let go to import</p>
    </div>
  );
}
