import { useId } from "react";

interface TextAreaFieldProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly help: string;
  readonly fault?: string | undefined;
  readonly rows?: number;
}

/** Several lines of text: its name above, help or the fault under it. */
export function TextAreaField({ label, value, set, help, fault, rows = 2 }: TextAreaFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col">
      <label htmlFor={id} className="text-soft">
        {label}
      </label>
      <textarea
        id={id}
        value={value}
        rows={rows}
        onChange={(event) => set(event.target.value)}
        spellCheck={false}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-help`}
        className="rounded-s border border-rule bg-paper px-1 py-0.5 font-mono aria-invalid:border-(--warn)"
      />
      <p id={`${id}-help`} className={fault === undefined ? "text-soft" : "text-warn"}>
        {fault ?? help}
      </p>
    </div>
  );
}
