import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../server/request.ts";
import { useMay } from "../identity/use-may.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";
import { orNull } from "./register-queries.ts";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";

/** For a name that is only seen in traffic: it becomes a client of an organisation, or a name of one that there is. */
export function RegisterClient({ name }: { name: string }) {
  const [client, setClient] = useState(nameOf(name));
  const [organisation, setOrganisation] = useState("");
  const queries = useQueryClient();
  const may = useMay();
  const register = useMutation({
    mutationFn: async () => {
      const path = encodeURIComponent(organisation);
      const there = await orNull(() => request(`/organisations/${path}`));
      if (there === null) await request(`/organisations/${path}`, { method: "PUT", body: {} });
      const seenAs = client === name ? {} : { seenAs: [name] };
      await request(`/clients/${encodeURIComponent(client)}`, { method: "PUT", body: { organisation, ...seenAs } });
    },
    onSuccess: () => {
      say(`“${client}” is registered.`);
      void queries.invalidateQueries({ queryKey: ["clients"] });
    },
  });
  if (!may("client:write")) {
    return <p className="text-soft">It is seen in traffic, and nobody has registered it yet.</p>;
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        register.mutate();
      }}
    >
      <p className="mb-1 text-soft">It is seen in traffic, and nobody has registered it yet. Say whose it is:</p>
      <div className="flex flex-wrap items-end gap-1">
        <TextField
          label="Organisation"
          value={organisation}
          set={setOrganisation}
          placeholder="acme"
          className="w-24"
        />
        <TextField label="Name of the client" value={client} set={setClient} className="w-32" />
        <Button look="primary" type="submit" disabled={organisation === "" || client === "" || register.isPending}>
          Register it
        </Button>
      </div>
      {register.error !== null && <ErrorState error={register.error} />}
    </form>
  );
}

/** A name as clients may have it, as near to the observed one as can be. */
function nameOf(observed: string): string {
  const letters = observed.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return letters.slice(0, 63).replaceAll(/^-|-$/g, "");
}
