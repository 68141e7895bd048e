import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { durationText, parseDurationMs, Refusal } from "#kernel";
import { faultAt } from "../server/problem.ts";
import { apisQuery } from "../server/queries.ts";
import { useCurrentApi } from "../shell/use-api.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { type Heartbeat, heartbeatPath } from "./heartbeat-queries.ts";
import { useProbeChange } from "./probe-queries.ts";

interface Draft {
  readonly name: string;
  readonly api: string;
  readonly title: string;
  readonly every: string;
  readonly grace: string;
}

/** A heartbeat's rhythm: changed, or new. */
export function HeartbeatForm({ heartbeat, close }: { heartbeat?: Heartbeat; close: () => void }) {
  const current = useCurrentApi();
  const [draft, setDraft] = useState(() => draftOf(heartbeat, current ?? ""));
  const change = useProbeChange(close);
  const { error } = change;
  const save = (): void => {
    const { name, api, title, every, grace } = draft;
    const graceMs = grace.trim() === "" ? 0 : msOf(grace);
    const body = { api, title, everyMs: msOf(every), graceMs, paused: heartbeat?.paused ?? false };
    const done = `The heartbeat ${name} is saved: it is awaited from now on.`;
    change.mutate({ path: heartbeatPath(name), method: "PUT", body, revision: heartbeat?.revision, done });
  };
  return (
    <form
      className="flex max-w-[640px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Fields draft={draft} set={setDraft} error={error} isNew={heartbeat === undefined} />
      {error !== null && <ErrorState error={error} />}
      <div className="mt-1 flex gap-1">
        <Button look="primary" type="submit" disabled={draft.name === "" || change.isPending}>
          {heartbeat === undefined ? "Add it" : "Save it"}
        </Button>
        <Button onClick={close}>Leave it</Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly set: (draft: Draft) => void;
  readonly error: Error | null;
  readonly isNew: boolean;
}

function Fields({ draft, set, error, isNew }: FieldsProps) {
  const { data: apis } = useQuery(apisQuery);
  const field = (name: keyof Draft, pointer: string) => ({
    value: draft[name],
    set: (text: string) => set({ ...draft, [name]: text }),
    fault: faultAt(error, pointer),
  });
  return (
    <>
      {isNew && (
        <TextField label="Name" {...field("name", "/heartbeat")} help="a to z, 0 to 9 and -; it stays." required />
      )}
      <TextField label="Title" {...field("title", "/title")} help="Empty: its name." />
      <SelectField label="API" {...field("api", "/api")} options={["", ...(apis?.items.map(({ api }) => api) ?? [])]} />
      <div className="grid grid-cols-1 gap-1 sm:grid-cols-2">
        <TextField label="It comes every" {...field("every", "/everyMs")} help="10 s to 31 d" />
        <TextField label="And may be late by" {...field("grace", "/graceMs")} help="7 d at most; empty: not at all" />
      </div>
    </>
  );
}

function draftOf(heartbeat: Heartbeat | undefined, api: string): Draft {
  if (heartbeat === undefined) return { name: "", api, title: "", every: "1 d", grace: "30 min" };
  const { heartbeat: name, title, everyMs, graceMs } = heartbeat;
  const grace = graceMs === 0 ? "" : durationText(graceMs);
  return { name, api: heartbeat.api, title, every: durationText(everyMs), grace };
}

function msOf(text: string): number | string {
  try {
    return parseDurationMs(text);
  } catch (error) {
    if (error instanceof Refusal) return text;
    throw error;
  }
}
