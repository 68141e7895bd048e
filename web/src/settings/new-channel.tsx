import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { AddressFields, filledIn, isWhole } from "../notification/address-fields.tsx";
import { channelsQuery, type Kind, type SavedChannel } from "../notification/reach-queries.ts";
import { faultAt } from "../server/problem.ts";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { NewSecret } from "../notification/new-secret.tsx";
import { Section } from "../ui/section.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";

/** A new place of the house; also takes the place of the one of this name. */
export function NewChannel({ kinds }: { kinds: readonly Kind[] }) {
  const ofHouse = kinds.filter(({ for: whose }) => whose.includes("house"));
  const [chosen, choose] = useState("");
  const [name, setName] = useState("");
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const kind = ofHouse.find((one) => one.kind === chosen) ?? ofHouse[0];
  const save = useSaveChannel(name.trim(), () => {
    setName("");
    setValues({});
  });
  if (kind === undefined) return null;
  return (
    <Section title="Add a channel">
      <form
        className="flex max-w-[400px] flex-col gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ kind: kind.kind, address: filledIn(values) });
        }}
      >
        <SelectField
          label="Kind of channel"
          value={kind.kind}
          set={(next) => {
            choose(next);
            setValues({});
          }}
          options={ofHouse.map((one) => ({ value: one.kind, text: one.title }))}
        />
        <TextField
          label="Name of the channel"
          value={name}
          set={setName}
          placeholder="ops-room"
          help="By which policies and texts name it: a to z, 0 to 9 and -."
          fault={faultAt(save.error, "/name")}
        />
        <AddressFields fields={kind.form.address} values={values} set={setValues} error={save.error} within="address" />
        <NewSecret secret={save.data?.secret ?? null} />
        {save.error !== null && <ErrorState error={save.error} />}
        <Button
          look="primary"
          type="submit"
          className="self-start"
          disabled={name.trim() === "" || !isWhole(kind.form.address, values) || save.isPending}
        >
          Add the channel
        </Button>
      </form>
    </Section>
  );
}

function useSaveChannel(name: string, done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) =>
      request<SavedChannel>(`/channels/${encodeURIComponent(name)}`, { method: "PUT", body }),
    onSuccess: ({ title }) => {
      say(`${title} is there. Send a test to see that it works.`);
      done();
      void client.invalidateQueries({ queryKey: channelsQuery.queryKey });
    },
  });
}
