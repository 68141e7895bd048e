import { useId } from "react";

/** What can be chosen, and how it reads. A text stands for both. */
export type SelectOption = string | { readonly value: string; readonly text: string };

interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly options: readonly SelectOption[];
  /** The name stands before the field instead of above it. */
  readonly beside?: boolean;
  readonly help?: string | undefined;
  /** What is wrong with it, in words. */
  readonly fault?: string | undefined;
  readonly disabled?: boolean;
  readonly className?: string;
}

/** One of a few: the browser's own choice, named as text fields are. */
export function SelectField(props: SelectFieldProps) {
  const { label, value, set, options, beside = false, help, fault, disabled = false, className = "" } = props;
  const id = useId();
  const told = fault ?? help;
  return (
    <div className={`flex max-w-full ${beside ? "items-center gap-0.5" : "flex-col"} ${className}`}>
      <label htmlFor={id} className="text-soft">
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => set(event.target.value)}
        aria-invalid={fault !== undefined}
        aria-describedby={told === undefined ? undefined : `${id}-help`}
        className="min-h-4 max-w-full rounded-s border border-rule bg-paper px-0.5 text-ink aria-invalid:border-(--warn)"
      >
        {options.map((option) => (
          <option key={valueOf(option)} value={valueOf(option)}>
            {typeof option === "string" ? option : option.text}
          </option>
        ))}
      </select>
      {told !== undefined && (
        <p id={`${id}-help`} className={fault === undefined ? "text-soft" : "text-warn"}>
          {told}
        </p>
      )}
    </div>
  );
}

function valueOf(option: SelectOption): string {
  return typeof option === "string" ? option : option.value;
}
