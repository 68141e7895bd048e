import { useId } from "react";
import { Button } from "./button.tsx";

const LINES_MAX = 20;

interface LinesFieldProps {
  readonly label: string;
  /** What one line is called: "Address". */
  readonly one: string;
  readonly lines: readonly string[];
  readonly set: (lines: readonly string[]) => void;
  readonly placeholder: string;
  readonly help: string;
  /** What is wrong with one of them, in words. */
  readonly fault: string | undefined;
}

/** A few texts, a line for each; the last one is empty, for another. */
export function LinesField({ label, one, lines: given, set, placeholder, help, fault }: LinesFieldProps) {
  const id = useId();
  const lines = given.length < LINES_MAX && given.at(-1) !== "" ? [...given, ""] : given;
  const put = (index: number, text: string): void =>
    set(lines.map((line, i) => (i === index ? text : line)).filter((line, i) => line !== "" || i < given.length));
  return (
    <fieldset aria-describedby={`${id}-help`} className="flex flex-col gap-0.5">
      <legend className="text-soft">{label}</legend>
      {lines.map((line, index) => (
        <div key={index} className="flex gap-0.5">
          <input
            inputMode="url"
            aria-label={`${one} ${index + 1}`}
            value={line}
            onChange={(event) => put(index, event.target.value)}
            placeholder={placeholder}
            aria-invalid={fault !== undefined}
            className="min-h-4 min-w-0 flex-1 rounded-s border border-rule bg-paper px-1 placeholder:text-soft aria-invalid:border-(--warn)"
          />
          {line !== "" && (
            <Button
              look="quiet"
              onClick={() => set(given.filter((_, i) => i !== index))}
              aria-label={`Take ${line} away`}
            >
              ✕
            </Button>
          )}
        </div>
      ))}
      <p id={`${id}-help`} className={fault === undefined ? "text-soft" : "text-warn"}>
        {fault ?? help}
      </p>
    </fieldset>
  );
}
