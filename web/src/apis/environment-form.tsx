import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { apiPath, environmentsQuery, versionsQuery } from "../server/api-queries.ts";
import { faultAt } from "../server/problem.ts";
import { request } from "../server/request.ts";
import type { Environment } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";

interface EnvironmentFormProps {
  readonly api: string;
  /** Absent: a new one. */
  readonly environment?: Environment;
  readonly close: () => void;
}

/** An environment's address and version. */
export function EnvironmentForm({ api, environment, close }: EnvironmentFormProps) {
  const [name, setName] = useState(environment?.environment ?? "");
  const [address, setAddress] = useState(environment?.address ?? "");
  const [version, setVersion] = useState(environment?.version ?? "");
  const { data: versions } = useQuery(versionsQuery(api));
  const save = useSave(api, environment, close);
  return (
    <form
      className="my-1 flex flex-wrap items-start gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name, address: orNull(address), version: orNull(version) });
      }}
    >
      {environment === undefined && (
        <TextField
          label="Name"
          value={name}
          set={setName}
          placeholder="production"
          fault={faultAt(save.error, "/environment")}
          className="w-20"
        />
      )}
      <TextField
        label="Address"
        value={address}
        set={setAddress}
        placeholder="https://sandbox.example.com/orders"
        fault={faultAt(save.error, "/address")}
        className="w-40"
      />
      <SelectField
        label="Version"
        value={version}
        set={setVersion}
        options={[{ value: "", text: "none named" }, ...(versions?.items.map((each) => each.version) ?? [])]}
        fault={faultAt(save.error, "/version")}
      />
      <div className="mt-2.5 flex gap-1">
        <Button look="primary" type="submit" disabled={name.trim() === "" || save.isPending}>
          Save
        </Button>
        <Button onClick={close}>Leave it</Button>
      </div>
      {save.error !== null && <ErrorState error={save.error} />}
    </form>
  );
}

interface Written {
  readonly name: string;
  readonly address: string | null;
  readonly version: string | null;
}

function useSave(api: string, before: Environment | undefined, close: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, ...body }: Written) =>
      request<Environment>(apiPath(api, "environments", name), {
        method: "PUT",
        body,
        ...(before === undefined ? {} : { ifMatch: `"r${before.revision}"` }),
      }),
    onSuccess: (_saved, { name }) => {
      say(`The environment ${name} is saved.`);
      void client.invalidateQueries({ queryKey: environmentsQuery(api).queryKey });
      close();
    },
  });
}

function orNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}
