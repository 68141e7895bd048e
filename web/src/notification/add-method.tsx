import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { SubscribePush } from "../push/subscribe-push.tsx";
import { faultAt } from "../server/problem.ts";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { NewSecret } from "./new-secret.tsx";
import { Section } from "../ui/section.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { Answer, EmptyState, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";
import { AddressFields, filledIn, isWhole } from "./address-fields.tsx";
import { forgetWays, type Kind, kindsQuery, type NewMethod } from "./reach-queries.ts";

/** A new way to oneself: its kind, and where. It is verified before anything else is sent there. */
export function AddMethod() {
  const query = useQuery(kindsQuery);
  return (
    <Section title="Add a way">
      <Answer query={query} skeleton={<Skeleton className="h-16" />}>
        {({ items }) => {
          const own = items.filter(({ for: whose, available }) => available && whose.includes("person"));
          if (own.length === 0) {
            return (
              <EmptyState title="This server can send by no way yet.">
                <p>An administrator sets one up under Settings, Channels.</p>
              </EmptyState>
            );
          }
          return <Choice kinds={own} />;
        }}
      </Answer>
    </Section>
  );
}

function Choice({ kinds }: { kinds: readonly Kind[] }) {
  const [chosen, choose] = useState("");
  const kind = kinds.find((one) => one.kind === chosen) ?? kinds[0];
  if (kind === undefined) return null;
  return (
    <div className="flex max-w-[400px] flex-col gap-1">
      <SelectField
        label="Kind"
        value={kind.kind}
        set={choose}
        options={kinds.map(({ kind: value, title }) => ({ value, text: title }))}
        help={
          kind.breaksThrough
            ? "It can ring although a phone is set to Do Not Disturb, once that is allowed on the phone."
            : undefined
        }
      />
      {kind.kind === "push" ? <SubscribePush /> : <AddressForm key={kind.kind} kind={kind} />}
    </div>
  );
}

function AddressForm({ kind }: { kind: Kind }) {
  const [title, setTitle] = useState("");
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: () =>
      request<NewMethod>("/me/methods", {
        method: "POST",
        body: { kind: kind.kind, title: title.trim(), address: filledIn(values) },
      }),
    onSuccess: () => {
      say("It is there. What verifies it was sent.");
      setTitle("");
      setValues({});
      forgetWays(client);
    },
  });
  return (
    <form
      className="flex flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <AddressFields fields={kind.form.address} values={values} set={setValues} error={add.error} within="address" />
      <TextField
        label="What you call it (optional)"
        value={title}
        set={setTitle}
        fault={faultAt(add.error, "/title")}
        placeholder="my phone"
      />
      <NewSecret secret={add.data?.secret ?? null} />
      {add.error !== null && <ErrorState error={add.error} />}
      <Button
        look="primary"
        type="submit"
        className="self-start"
        disabled={!isWhole(kind.form.address, values) || add.isPending}
      >
        Add it
      </Button>
    </form>
  );
}
