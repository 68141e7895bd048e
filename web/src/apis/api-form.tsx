import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { teamsQuery } from "../identity/people-queries.ts";
import { useMay } from "../identity/use-may.ts";
import { apiPath } from "../server/api-queries.ts";
import { faultAt, faultWithin } from "../server/problem.ts";
import { apisQuery } from "../server/queries.ts";
import { request } from "../server/request.ts";
import type { Api } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";
import { AddressesField } from "./addresses-field.tsx";
import { type ApiDraft, apiBodyOf, apiDraftOf } from "./api-draft.ts";

/** What an API is called, who answers for it, and where it is reached. */
export function ApiForm({ api, mayWrite }: { api: Api; mayWrite: boolean }) {
  return <Section title="About it">{mayWrite ? <Form api={api} /> : <Facts api={api} />}</Section>;
}

function Facts({ api }: { api: Api }) {
  const { owner, addresses, description } = apiDraftOf(api);
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 [&_dt]:text-soft">
      <dt>Answers for it</dt>
      <dd>{owner === "" ? "nobody is named" : owner}</dd>
      <dt>Addresses</dt>
      <dd className="[overflow-wrap:anywhere]">{addresses.length === 0 ? "none" : addresses.join(", ")}</dd>
      {description !== "" && (
        <>
          <dt>Description</dt>
          <dd className="whitespace-pre-line">{description}</dd>
        </>
      )}
    </dl>
  );
}

function Form({ api }: { api: Api }) {
  const [draft, setDraft] = useState<ApiDraft>(() => apiDraftOf(api));
  const may = useMay();
  const { data: teams } = useQuery({ ...teamsQuery, enabled: may("team:read") });
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      request<Api>(apiPath(api.api), { method: "PUT", body: apiBodyOf(draft), ifMatch: `"r${api.revision}"` }),
    onSuccess: ({ title }) => {
      say(`${title} is saved.`);
      void client.invalidateQueries({ queryKey: apisQuery.queryKey });
    },
  });
  const isSame = JSON.stringify(apiBodyOf(draft)) === JSON.stringify(apiBodyOf(apiDraftOf(api)));
  return (
    <form
      className="flex max-w-[640px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextField
        label="Title"
        value={draft.title}
        set={(title) => setDraft({ ...draft, title })}
        help={`What people call it; records name it “${api.api}”.`}
        fault={faultAt(save.error, "/title")}
      />
      <TextField
        label="Who answers for it"
        value={draft.owner}
        set={(owner) => setDraft({ ...draft, owner })}
        offers={teams?.items.map(({ team }) => `team:${team}`) ?? []}
        placeholder="team:orders"
        help="A team or a person by handle, such as team:orders or person:ana; empty: nobody."
        fault={faultAt(save.error, "/owner")}
      />
      <AddressesField
        addresses={draft.addresses}
        set={(addresses) => setDraft({ ...draft, addresses })}
        fault={faultWithin(save.error, "/at")}
      />
      {save.error !== null && <ErrorState error={save.error} />}
      <div className="mt-1 flex gap-1">
        <Button look="primary" type="submit" disabled={isSame || draft.title.trim() === "" || save.isPending}>
          Save
        </Button>
        {!isSame && <Button onClick={() => setDraft(apiDraftOf(api))}>Discard the changes</Button>}
      </div>
    </form>
  );
}
