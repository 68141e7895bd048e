import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../server/request.ts";
import type { Organisation, RegisteredClient } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";

interface NewClientProps {
  readonly owners: readonly Organisation[];
  readonly close?: () => void;
}

/** Makes a client of an own organisation; the server makes its name. */
export function NewClient({ owners, close }: NewClientProps) {
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
        <SelectField
          label="Organisation"
          value={organisation}
          set={setOrganisation}
          options={owners.map(({ organisation: value, title: text }) => ({ value, text }))}
        />
      )}
      <Button look="primary" type="submit" disabled={title.trim() === "" || create.isPending}>
        Make a client
      </Button>
      {close !== undefined && <Button onClick={close}>Leave it</Button>}
      {create.error !== null && <ErrorState error={create.error} />}
    </form>
  );
}
