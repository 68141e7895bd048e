import { type ReactNode, useState } from "react";
import { TextField } from "../ui/text-field.tsx";
import { DoorForm } from "./door-form.tsx";
import { NewPasswordField, PasswordField } from "./password-fields.tsx";

interface AccountFormProps {
  readonly title: string;
  readonly lead: ReactNode;
  readonly action: string;
  readonly isNew: boolean;
  readonly problem: Error | null;
  readonly isPending: boolean;
  readonly submit: (account: { name: string; password: string }) => void;
  /** More fields. */
  readonly children?: ReactNode;
  readonly below?: ReactNode;
}

/** Name and password: to sign in, or for the first account. */
export function AccountForm({ isNew, submit, children, ...frame }: AccountFormProps) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const Password = isNew ? NewPasswordField : PasswordField;
  return (
    <DoorForm {...frame} isReady={name !== "" && password !== ""} submit={() => submit({ name, password })}>
      <TextField
        label={isNew ? "Name" : "Name, or address of mail"}
        value={name}
        set={setName}
        autoComplete="username"
        required
      />
      <Password value={password} set={setPassword} />
      {children}
    </DoorForm>
  );
}
