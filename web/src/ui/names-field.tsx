import { type KeyboardEvent, useState } from "react";
import { Button } from "./button.tsx";
import { TextField } from "./text-field.tsx";

interface NamesFieldProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly set: (names: readonly string[]) => void;
  readonly offers?: readonly string[];
  /** Told what is being typed, for whoever looks up what to offer. */
  readonly typed?: (text: string) => void;
  readonly placeholder?: string;
  readonly help?: string;
  /** What is wrong with one of them, in words. */
  readonly fault?: string | undefined;
}

/** A list of names: Enter, a comma or leaving the field adds what was typed; each can be taken away. */
export function NamesField({ label, names, set, offers, typed, placeholder, help, fault }: NamesFieldProps) {
  const [text, setText] = useState("");
  const change = (next: string): void => {
    setText(next);
    typed?.(next.trim());
  };
  const add = (): void => {
    const name = text.trim();
    change("");
    if (name !== "" && !names.includes(name)) set([...names, name]);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (text.trim() === "" || (event.key !== "Enter" && event.key !== ",")) return;
    event.preventDefault();
    add();
  };
  return (
    <div className="flex flex-col gap-0.5">
      <div onKeyDown={onKey} onBlur={add}>
        <TextField
          label={label}
          value={text}
          set={change}
          offers={offers?.filter((offer) => !names.includes(offer))}
          {...(placeholder === undefined ? {} : { placeholder })}
          help={help}
          fault={fault}
        />
      </div>
      {names.length > 0 && (
        <ul className="flex flex-wrap gap-0.5" aria-label={label}>
          {names.map((name) => (
            <li key={name} className="max-w-full">
              <Button
                className="max-w-full [overflow-wrap:anywhere] whitespace-normal!"
                onClick={() => set(names.filter((each) => each !== name))}
                aria-label={`Take ${name} away`}
              >
                {name} <span aria-hidden="true">✕</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
