import { faultWithin } from "../server/problem.ts";
import { TextAreaField } from "../ui/text-area-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { Field } from "./reach-queries.ts";

interface AddressFieldsProps {
  readonly fields: readonly Field[];
  readonly values: Readonly<Record<string, string>>;
  readonly set: (values: Readonly<Record<string, string>>) => void;
  readonly error: Error | null;
  /** Where faults of these fields point to: "address" or "setting". */
  readonly within: string;
}

/** What a kind asks for, field by field. */
export function AddressFields({ fields, values, set, error, within }: AddressFieldsProps) {
  return fields.map(({ name, label, help, secret, optional, long, usual }) => {
    const props = {
      label: optional === true ? `${label} (optional)` : label,
      help,
      value: values[name] ?? "",
      set: (value: string) => set({ ...values, [name]: value }),
      fault: faultWithin(error, `/${within}/${name}`),
    };
    if (long === true) return <TextAreaField key={name} {...props} />;
    const placeholder = usual === undefined ? {} : { placeholder: usual };
    return <TextField key={name} {...props} {...placeholder} type={secret === true ? "password" : "text"} />;
  });
}

/** What was filled in; what was left empty is left out. */
export function filledIn(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
}

/** Whether all is there that has to be. */
export function isWhole(fields: readonly Field[], values: Readonly<Record<string, string>>): boolean {
  return fields.every(({ name, optional }) => optional === true || (values[name] ?? "").trim() !== "");
}
