import { useState } from "react";
import { instantText, type Interval } from "#kernel";
import { faultAt, faultWithin } from "../server/problem.ts";
import { fieldText, instantOfField, VIEWER_ZONE } from "../time/local-time.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { schedulePath, useOnCallChange } from "./oncall-queries.ts";

type Kind = "replace" | "add" | "remove" | "everyone";

const KINDS: readonly { readonly value: Kind; readonly text: string }[] = [
  { value: "replace", text: "somebody instead of somebody" },
  { value: "add", text: "somebody too" },
  { value: "remove", text: "without somebody" },
  { value: "everyone", text: "these alone" },
];

interface OverrideFormProps {
  readonly schedule: string;
  /** What was chosen on the time line. */
  readonly time: Interval;
  /** Who is on call then. */
  readonly people: readonly string[];
  /** Handles that are offered. */
  readonly offers: readonly string[];
  readonly close: () => void;
}

/** Puts somebody else on call for a time, whatever the layers say. */
export function OverrideForm({ schedule, time, people, offers, close }: OverrideFormProps) {
  const [from, setFrom] = useState(fieldText(time.from));
  const [to, setTo] = useState(fieldText(time.to));
  const [kind, setKind] = useState<Kind>(people.length === 0 ? "add" : "replace");
  const [person, setPerson] = useState(people[0] ?? "");
  const [standIn, setStandIn] = useState("");
  const [reason, setReason] = useState("");
  const change = useOnCallChange(close);
  const { error } = change;
  const save = (): void => {
    const body = { from: textOf(from), to: textOf(to), change: changeOf(kind, person, standIn), reason };
    const done = "The override holds: the time line shows who is on call now.";
    change.mutate({ path: `${schedulePath(schedule)}/overrides`, method: "POST", body, done });
  };
  const namesPerson = kind === "replace" || kind === "remove";
  return (
    <form
      className="flex max-w-[640px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="grid grid-cols-1 gap-1 sm:grid-cols-2">
        <TextField label="From" type="datetime-local" value={from} set={setFrom} fault={faultAt(error, "/from")} />
        <TextField label="To" type="datetime-local" value={to} set={setTo} fault={faultAt(error, "/to")} />
        <SelectField label="On call is" value={kind} set={(value) => setKind(value as Kind)} options={KINDS} />
        {namesPerson && (
          <TextField
            label={kind === "replace" ? "Instead of" : "Without"}
            value={person}
            set={setPerson}
            offers={offers}
            fault={faultWithin(error, "/change/person")}
          />
        )}
        {kind !== "remove" && (
          <TextField
            label={kind === "everyone" ? "Who alone is on call" : "Who is on call"}
            value={standIn}
            set={setStandIn}
            offers={offers}
            help={kind === "everyone" ? "Handles: ana, ben" : "A handle: ben"}
            fault={faultWithin(error, "/change/with") ?? faultWithin(error, "/change/people")}
          />
        )}
        <TextField
          label="Why"
          value={reason}
          set={setReason}
          placeholder="A wedding"
          fault={faultAt(error, "/reason")}
        />
      </div>
      <p className="text-soft">Times are by your clock, {VIEWER_ZONE}. What lies before now stays as it was.</p>
      {error !== null && <ErrorState error={error} />}
      <div className="flex flex-wrap gap-1">
        <Button look="primary" type="submit" disabled={change.isPending}>
          Make the override
        </Button>
        <Button onClick={close}>Leave it</Button>
      </div>
    </form>
  );
}

function changeOf(kind: Kind, person: string, standIn: string): object {
  switch (kind) {
    case "replace":
      return { kind, person, with: standIn.trim() };
    case "add":
      return { kind, person: standIn.trim() };
    case "remove":
      return { kind, person };
    case "everyone":
      return { kind, people: standIn.split(/[\s,]+/).filter((each) => each !== "") };
  }
}

/** What is not a time goes to the server as it is, which says so at its field. */
function textOf(field: string): string {
  const at = instantOfField(field);
  return Number.isNaN(at) ? field : instantText(at);
}
