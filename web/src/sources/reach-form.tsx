import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { apiPath } from "../server/api-queries.ts";
import { faultAt, faultWithin } from "../server/problem.ts";
import { apisQuery } from "../server/queries.ts";
import { request } from "../server/request.ts";
import type { Api } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { LinesField } from "../ui/lines-field.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ErrorState } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { type ReachDraft, reachBodyOf, reachDraftOf } from "./reach-draft.ts";

const COUNTS = [
  { value: "", text: "whatever there is: the gateway, else a log, else the first that delivers" },
  { value: "gateway", text: "the gateway" },
  { value: "log", text: "a log" },
  { value: "otlp", text: "OpenTelemetry" },
  { value: "middleware", text: "the middleware" },
  { value: "push", text: "programs that post records" },
];

/** Where the gateway finds an API, which logs are its records, who counts, and who is let through. */
export function ReachForm({ api, mayWrite }: { api: Api; mayWrite: boolean }) {
  const [draft, setDraft] = useState<ReachDraft>(() => reachDraftOf(api));
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      request<Api>(apiPath(api.api), { method: "PUT", body: reachBodyOf(draft, api), ifMatch: `"r${api.revision}"` }),
    onSuccess: ({ title }) => {
      say(`How requests reach ${title} is saved.`);
      void client.invalidateQueries({ queryKey: apisQuery.queryKey });
    },
  });
  if (!mayWrite) return <ReachFacts draft={draft} />;
  const isSame = JSON.stringify(draft) === JSON.stringify(reachDraftOf(api));
  return (
    <form
      className="flex max-w-[640px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ReachFields draft={draft} set={setDraft} error={save.error} />
      {save.error !== null && <ErrorState error={save.error} />}
      <div className="mt-1 flex gap-1">
        <Button look="primary" type="submit" disabled={isSame || save.isPending}>
          Save
        </Button>
        {!isSame && <Button onClick={() => setDraft(reachDraftOf(api))}>Discard the changes</Button>}
      </div>
    </form>
  );
}

interface ReachFieldsProps {
  readonly draft: ReachDraft;
  readonly set: (draft: ReachDraft) => void;
  readonly error: Error | null;
}

function ReachFields({ draft, set, error }: ReachFieldsProps) {
  return (
    <>
      <LinesField
        label="Upstream"
        one="Upstream"
        lines={draft.targets}
        set={(targets) => set({ ...draft, targets })}
        placeholder="http://10.0.0.5:8080"
        help="Where the gateway finds this API: addresses that answer alike. Empty: it is not behind the gateway."
        fault={faultWithin(error, "/upstream")}
      />
      <LinesField
        label="Logs"
        one="Log"
        lines={draft.logs}
        set={(logs) => set({ ...draft, logs })}
        placeholder="/var/log/nginx/orders.json"
        help="Access logs on the server's machine that are followed; each line is a record of this API."
        fault={faultWithin(error, "/logs")}
      />
      <SelectField
        label="What counts its requests"
        value={draft.records}
        set={(records) => set({ ...draft, records })}
        options={COUNTS}
        help="One source counts; what others deliver is dropped, so that no request counts twice."
        fault={faultAt(error, "/records")}
      />
      <label className="flex items-center gap-1">
        <input
          type="checkbox"
          checked={draft.anonymous}
          onChange={(event) => set({ ...draft, anonymous: event.target.checked })}
        />
        Let requests without a key through; they are nobody's
      </label>
      <label className="flex items-center gap-1">
        <input
          type="checkbox"
          checked={draft.failOpen}
          onChange={(event) => set({ ...draft, failOpen: event.target.checked })}
          disabled={draft.targets.length === 0}
        />
        A proxy that asks us lets requests through while we do not answer
      </label>
    </>
  );
}

function ReachFacts({ draft: { targets, logs, records, anonymous, failOpen } }: { draft: ReachDraft }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 [&_dt]:text-soft">
      <dt>Upstream</dt>
      <dd className="[overflow-wrap:anywhere]">{targets.length === 0 ? "none" : targets.join(", ")}</dd>
      <dt>Logs</dt>
      <dd className="[overflow-wrap:anywhere]">{logs.length === 0 ? "none" : logs.join(", ")}</dd>
      <dt>Counted by</dt>
      <dd>{COUNTS.find(({ value }) => value === records)?.text}</dd>
      <dt>Without a key</dt>
      <dd>{anonymous ? "let through" : "refused"}</dd>
      <dt>While we do not answer</dt>
      <dd>{failOpen ? "proxies let through" : "proxies refuse"}</dd>
    </dl>
  );
}
