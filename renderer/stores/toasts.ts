/** Short notes at the window's foot: what was done, with a way back, and what has ended elsewhere. */
import { create } from "zustand";

/** A note; `action` is its one button. */
export type Toast = {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "good" | "bad";
  readonly action?: { readonly label: string; run(): void };
};

/** Notes that are shown, the newest last. */
export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

const MOST = 3;
let nextId = 1;

/** Shows a note until it is taken away. */
export function showToast(toast: Omit<Toast, "id">): void {
  const id = nextId++;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { ...toast, id }].slice(-MOST) }));
}

/** Takes a note away. */
export function hideToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
