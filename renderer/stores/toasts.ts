/** Short notes at the window's foot: what was done, with a way back, and what has ended elsewhere. */
import { create } from "zustand";

/** A note; `action` is its one button. `onEnd` is called once, when it is gone, however it went. */
export type Toast = {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "good" | "bad";
  readonly action?: { readonly label: string; run(): void };
  onEnd?(): void;
};

/** Notes that are shown, the newest last. */
export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

const MOST = 3;
let nextId = 1;

function keep(toasts: readonly Toast[]): void {
  const gone = useToasts.getState().toasts.filter((toast) => !toasts.includes(toast));
  useToasts.setState({ toasts });
  for (const toast of gone) toast.onEnd?.();
}

/** Shows a note until it is taken away. */
export function showToast(toast: Omit<Toast, "id">): void {
  const id = nextId++;
  keep([...useToasts.getState().toasts, { ...toast, id }].slice(-MOST));
}

/** Takes a note away. */
export function hideToast(id: number): void {
  keep(useToasts.getState().toasts.filter((toast) => toast.id !== id));
}
