import { expect, it, vi } from "vitest";
import { removeNow, removeSoon, useRemovals } from "../../../renderer/stores/removals.ts";
import { hideToast, showToast, useToasts } from "../../../renderer/stores/toasts.ts";

const last = () => {
  const toast = useToasts.getState().toasts.at(-1);
  if (toast === undefined) throw new Error("no note is shown");
  return toast;
};
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

it("deletes once, when the note is gone, and nothing where it was taken back", async () => {
  const work = vi.fn(() => Promise.resolve());
  removeSoon("draft-1", "Deleted.", work);
  removeSoon("draft-1", "Deleted.", work);
  expect([...useRemovals.getState().keys]).toEqual(["draft-1"]);
  expect(work).not.toHaveBeenCalled();
  hideToast(last().id);
  await settled();
  expect(work).toHaveBeenCalledTimes(1);
  expect(useRemovals.getState().keys.size).toBe(0);

  const other = vi.fn(() => Promise.resolve());
  removeSoon("draft-2", "Deleted.", other);
  last().action?.run();
  hideToast(last().id);
  removeNow();
  await settled();
  expect(other).not.toHaveBeenCalled();
  expect(useRemovals.getState().keys.size).toBe(0);
});

it("deletes what other notes push out, and what a closing window leaves; a failure brings it back and says so", async () => {
  const work = vi.fn(() => Promise.resolve());
  removeSoon("answer-1", "Deleted.", work);
  for (const text of ["a", "b", "c"]) showToast({ text, tone: "plain" });
  await settled();
  expect(work).toHaveBeenCalledTimes(1);

  const closing = vi.fn(() => Promise.reject(new Error("The archive is open for reading only.")));
  removeSoon("answer-2", "Deleted.", closing);
  removeNow();
  await settled();
  expect(closing).toHaveBeenCalledTimes(1);
  expect(useRemovals.getState().keys.size).toBe(0);
  expect(last()).toMatchObject({ tone: "bad", text: "The archive is open for reading only." });
});
