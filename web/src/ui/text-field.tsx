import { useId } from "react";

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly placeholder?: string;
  readonly help?: string | undefined;
  /** What is wrong with it, in words. */
  readonly fault?: string | undefined;
  readonly type?: "text" | "url" | "password" | "date" | "datetime-local";
  /** What the browser may fill in; nothing unless said. */
  readonly autoComplete?: string;
  readonly required?: boolean;
  /** What is offered while one types; anything else can be typed, too. */
  readonly offers?: readonly string[] | undefined;
  readonly className?: string;
}

/** A line of text: its name above, help or the fault under it. */
export function TextField({
  label,
  value,
  set,
  placeholder,
  help,
  fault,
  type = "text",
  autoComplete = "off",
  required = false,
  offers,
  className = "",
}: TextFieldProps) {
  const id = useId();
  return (
    <div className={`flex flex-col ${className}`}>
      <label htmlFor={id} className="text-soft">
        {label}
      </label>
      <input
        id={id}
        type={type}
        value={value}
        onChange={(event) => set(event.target.value)}
        placeholder={placeholder}
        autoComplete={autoComplete}
        required={required}
        list={offers === undefined ? undefined : `${id}-offers`}
        aria-invalid={fault !== undefined}
        aria-describedby={help === undefined && fault === undefined ? undefined : `${id}-help`}
        className="min-h-4 rounded-s border border-rule bg-paper px-1 placeholder:text-soft aria-invalid:border-(--warn)"
      />
      {offers !== undefined && (
        <datalist id={`${id}-offers`}>
          {offers.map((offer) => (
            <option key={offer} value={offer} />
          ))}
        </datalist>
      )}
      {(help !== undefined || fault !== undefined) && (
        <p id={`${id}-help`} className={fault === undefined ? "text-soft" : "text-warn"}>
          {fault ?? help}
        </p>
      )}
    </div>
  );
}
