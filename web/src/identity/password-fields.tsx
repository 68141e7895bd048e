import { TextField } from "../ui/text-field.tsx";

interface FieldProps {
  readonly value: string;
  readonly set: (value: string) => void;
  readonly fault?: string | undefined;
  readonly label?: string;
  readonly className?: string;
}

/** One that is there already. */
export function PasswordField({ label = "Password", ...field }: FieldProps) {
  return <TextField {...field} required label={label} type="password" autoComplete="current-password" />;
}

/** One that is chosen now. */
export function NewPasswordField({ label = "Password", ...field }: FieldProps) {
  return (
    <TextField
      {...field}
      required
      label={label}
      type="password"
      autoComplete="new-password"
      help="At least 12 characters; a sentence is easy to keep in mind."
    />
  );
}

/** What the phone shows, or a recovery code. */
export function CodeField({ label = "Code of your second factor", ...field }: FieldProps) {
  return (
    <TextField
      {...field}
      label={label}
      autoComplete="one-time-code"
      help="Six digits from your phone, or a recovery code."
    />
  );
}
