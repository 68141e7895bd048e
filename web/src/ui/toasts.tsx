import { useSyncExternalStore } from "react";
import { Button } from "./button.tsx";

const SHOWN_MS = 8_000;

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo: (() => void) | undefined;
}

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

/** Says what was done, for a few seconds, with a way back where there is one. */
export function say(text: string, undo?: () => void): void {
  const id = nextId++;
  change([...toasts, { id, text, undo }]);
  setTimeout(() => dismiss(id), SHOWN_MS);
}

/** Where toasts appear; once on the page. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div role="status" className="fixed right-2 bottom-2 z-50 flex flex-col items-end gap-1">
      {shown.map((toast) => (
        <div key={toast.id} className="flex items-center gap-2 rounded-m bg-ink px-2 py-1 text-paper shadow-float">
          <span>{toast.text}</span>
          {toast.undo !== undefined && (
            <Button
              onClick={() => {
                toast.undo?.();
                dismiss(toast.id);
              }}
            >
              Undo
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}

function dismiss(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
