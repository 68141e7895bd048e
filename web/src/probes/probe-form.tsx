import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ProbeTriedJson } from "../../../src/probes/contract.ts";
import { faultAt, faultWithin } from "../server/problem.ts";
import { apisQuery } from "../server/queries.ts";
import { useCurrentApi } from "../shell/use-api.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { TextAreaField } from "../ui/text-area-field.tsx";
import { bodyOf, checkOf, draftOf, type ProbeDraft } from "./probe-draft.ts";
import { type Probe, probePath, useProbeChange } from "./probe-queries.ts";
import { TriedResult } from "./tried-result.tsx";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** A probe's address, what it expects, and when somebody is told; it can be tried before it is saved. */
export function ProbeForm({ probe, close }: { probe?: Probe; close: () => void }) {
  const current = useCurrentApi();
  const [name, setName] = useState(probe?.probe ?? "");
  const [draft, setDraft] = useState(() => draftOf(probe, current ?? ""));
  const change = useProbeChange(close);
  const trial = useProbeChange<ProbeTriedJson>();
  const error = change.error ?? trial.error;
  const set = (part: Partial<ProbeDraft>): void => setDraft({ ...draft, ...part });
  const tryIt = (): void => {
    change.reset();
    const body = { ...checkOf(draft, probe), ...(probe === undefined ? {} : { probe: probe.probe }) };
    trial.mutate({ path: "/probes/try", method: "POST", body, done: "" });
  };
  const save = (): void => {
    trial.reset();
    const done = `The probe ${name} is saved; it runs now.`;
    change.mutate({
      path: probePath(name),
      method: "PUT",
      body: bodyOf(draft, probe),
      revision: probe?.revision,
      done,
    });
  };
  return (
    <form
      className="flex max-w-[640px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {probe === undefined && (
        <TextField
          label="Name"
          value={name}
          set={setName}
          help="a to z, 0 to 9 and -; it stays."
          fault={faultAt(error, "/probe")}
          required
        />
      )}
      <What draft={draft} set={set} error={error} />
      <Expected draft={draft} set={set} error={error} />
      <Details draft={draft} set={set} error={error} />
      {trial.data !== undefined && <TriedResult tried={trial.data} />}
      {error !== null && <ErrorState error={error} />}
      <div className="mt-1 flex flex-wrap gap-1">
        <Button look="primary" type="submit" disabled={name === "" || draft.url === "" || change.isPending}>
          {probe === undefined ? "Add it" : "Save it"}
        </Button>
        <Button onClick={tryIt} disabled={draft.url === "" || trial.isPending}>
          {trial.isPending ? "Asking …" : "Try it now"}
        </Button>
        <Button onClick={close}>Leave it</Button>
      </div>
    </form>
  );
}

interface PartProps {
  readonly draft: ProbeDraft;
  readonly set: (part: Partial<ProbeDraft>) => void;
  readonly error: Error | null;
}

function What({ draft, set, error }: PartProps) {
  const { data: apis } = useQuery(apisQuery);
  const options = ["", ...(apis?.items.map(({ api }) => api) ?? [])];
  return (
    <>
      <SelectField
        label="API"
        value={draft.api}
        set={(api) => set({ api })}
        options={options}
        fault={faultAt(error, "/api")}
      />
      <div className="flex flex-wrap gap-1">
        <SelectField label="Method" value={draft.method} set={(method) => set({ method })} options={METHODS} />
        <TextField
          className="min-w-30 flex-1"
          label="Address"
          type="url"
          value={draft.url}
          set={(url) => set({ url })}
          placeholder="https://api.example.com/health"
          fault={faultAt(error, "/url")}
          required
        />
      </div>
      <div className="grid grid-cols-1 gap-1 sm:grid-cols-2">
        <TextField
          label="Every"
          value={draft.every}
          set={(every) => set({ every })}
          help="10 s to 1 d"
          fault={faultAt(error, "/everyMs")}
        />
        <TextField
          label="Time-out"
          value={draft.timeout}
          set={(timeout) => set({ timeout })}
          help="60 s at most"
          fault={faultAt(error, "/timeoutMs")}
        />
      </div>
    </>
  );
}

function Expected({ draft, set, error }: PartProps) {
  return (
    <div className="grid grid-cols-1 gap-1 sm:grid-cols-2">
      <TextField
        label="Statuses that pass"
        value={draft.status}
        set={(status) => set({ status })}
        help="2xx, 404, 200-204"
        fault={faultWithin(error, "/expect/status")}
      />
      <TextField
        label="Answered within"
        value={draft.within}
        set={(within) => set({ within })}
        help="500 ms; empty: any time"
        fault={faultAt(error, "/expect/withinMs")}
      />
      <TextField
        label="Its body contains"
        value={draft.contains}
        set={(contains) => set({ contains })}
        help="Empty: anything."
        fault={faultAt(error, "/expect/contains")}
      />
      <TextField
        label="Told after so many failures in a row"
        value={draft.failures}
        set={(failures) => set({ failures })}
        help="1 to 10"
        fault={faultAt(error, "/failures")}
      />
    </div>
  );
}

function Details({ draft, set, error }: PartProps) {
  const field = (name: "headers" | "body" | "answerHeaders" | "json" | "tlsDays", pointer: string) => ({
    value: draft[name],
    set: (text: string) => set({ [name]: text }),
    fault: faultWithin(error, pointer),
  });
  return (
    <details>
      <summary className="cursor-pointer py-0.5 text-soft">Headers, body, JSON, certificate</summary>
      <div className="flex flex-col gap-1 pl-2">
        <TextAreaField
          label="Headers that are sent"
          {...field("headers", "/headers")}
          help="A line each: Accept: application/json"
        />
        <SecretHeader draft={draft} set={set} />
        <TextAreaField label="Body" {...field("body", "/body")} help="Empty: none." />
        <TextAreaField
          label="Headers of the answer"
          {...field("answerHeaders", "/expect/headers")}
          help="A line each: content-type: json (holds it), or x-version = 2 (is it)"
        />
        <TextAreaField label="Values of its JSON" {...field("json", "/expect/json")} help="A line each: /status = up" />
        <TextField
          label="Told so many days before its certificate ends"
          {...field("tlsDays", "/tlsDays")}
          help="0: nobody is told."
        />
        <label className="flex items-center gap-0.5 py-0.5">
          <input
            type="checkbox"
            checked={draft.redirects}
            onChange={(event) => set({ redirects: event.target.checked })}
          />
          Follow redirects, five at most
        </label>
      </div>
    </details>
  );
}

function SecretHeader({ draft, set }: Omit<PartProps, "error">) {
  return (
    <div className="grid grid-cols-1 gap-1 sm:grid-cols-2">
      <TextField
        label="A secret header"
        value={draft.secretName}
        set={(secretName) => set({ secretName })}
        help="authorization, x-api-key; empty: none."
      />
      <TextField
        label="Its value"
        type="password"
        autoComplete="new-password"
        value={draft.secretValue}
        set={(secretValue) => set({ secretValue })}
        help="Kept sealed, never shown. Empty: as it is."
      />
    </div>
  );
}
