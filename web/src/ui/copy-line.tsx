import { useState } from "react";
import { Button } from "./button.tsx";

/** A command to copy. It can also be chosen by hand, where the browser does not allow copying. */
export function CopyLine({ text, label = "Command" }: { text: string; label?: string }) {
  const [said, setSaid] = useState("Copy");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied");
    } catch {
      setSaid("Choose the text and copy it");
    }
  };
  return (
    <div className="flex w-full max-w-full items-start gap-1 rounded-s bg-raised p-1">
      <pre
        tabIndex={0}
        role="group"
        aria-label={label}
        className="min-w-0 flex-1 font-mono whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {text}
      </pre>
      <Button look="plain" onClick={() => void copy()} aria-live="polite">
        {said}
      </Button>
    </div>
  );
}
