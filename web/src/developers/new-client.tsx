import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { request } from "../server/request.ts";
import type { Organisation, RegisteredClient } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";

interface NewClientProps {
  readonly owners: readonly Organisation[];
  readonly close?: () => void;
}

/** Makes a client of an own organisation; the server makes its name. */
export function NewClient({ owners, close }: NewClientProps) {
  const id = useId();
  const [title, setTitle] = useState("");
  const [organisation, setOrganisation] = useState(owners[0]?.organisation ?? "");
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: () =>
      request<RegisteredClient>("/clients", { method: "POST", body: { organisation, title: title.trim() } }),
    onSuccess: (made) => {
      say(`${made.title} is made; it is called ${made.client}.`);
      close?.();
      void queries.invalidateQueries({ queryKey: ["clients"] });
    },
  });
  return (
    <form
      className="flex flex-wrap items-end gap-1 text-ink"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <TextField label="Title of the client" value={title} set={setTitle} placeholder="Web shop" className="w-24" />
      {owners.length > 1 && (
        <div className="flex flex-col">
          <label htmlFor={id} className="text-soft">
            Organisation
          </label>
          <select
            id={id}
            value={organisation}
            onChange={(event) => setOrganisation(event.target.value)}
            className="min-h-4 rounded-s border border-rule bg-paper px-1"
          >
            {owners.map(({ organisation: name, title: shown }) => (
              <option key={name} value={name}>
                {shown}
              </option>
            ))}
          </select>
        </div>
      )}
      <Button look="primary" type="submit" disabled={title.trim() === "" || create.isPending}>
        Make a client
      </Button>
      {close !== undefined && <Button onClick={close}>Leave it</Button>}
      {create.error !== null && <ErrorState error={create.error} />}
    </form>
  );
}
