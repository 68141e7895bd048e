import { type ReactNode, useState } from "react";
import type { Problem } from "../server/problem.ts";
import { Button } from "../ui/button.tsx";
import { Mark } from "../ui/mark.tsx";
import { TextField } from "../ui/text-field.tsx";

interface AccountFormProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  readonly isNew: boolean;
  readonly problem: Problem | Error | null;
  readonly isPending: boolean;
  readonly submit: (account: { name: string; password: string }) => void;
}

/** Name and password: to sign in, or for the first account. */
export function AccountForm({ title, children, action, isNew, problem, isPending, submit }: AccountFormProps) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  return (
    <main className="grid min-h-dvh place-items-center bg-raised p-2">
      <form
        className="flex w-full max-w-[400px] flex-col gap-2 rounded-m border border-rule bg-paper p-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit({ name, password });
        }}
      >
        <p className="flex items-center gap-1 font-semibold">
          <Mark spent={0.72} tone="calm" className="size-4" /> Plimsoll
        </p>
        <div>
          <h1>{title}</h1>
          <div className="text-soft">{children}</div>
        </div>
        {problem !== null && (
          <p role="alert" className="border-l-2 border-(--warn) pl-1">
            {problem.message}
          </p>
        )}
        <TextField label="Name" value={name} set={setName} autoComplete="username" required />
        <TextField
          required
          label="Password"
          value={password}
          set={setPassword}
          type="password"
          autoComplete={isNew ? "new-password" : "current-password"}
          help={isNew ? "At least 12 characters; a sentence is easy to keep in mind." : undefined}
        />
        <Button look="primary" type="submit" disabled={isPending || name === "" || password === ""} className="min-h-5">
          {isPending ? "One moment …" : action}
        </Button>
      </form>
    </main>
  );
}
