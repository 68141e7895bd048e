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
  const [draft, setDraft] = useState<OverrideDraft>(() => ({
    from: fieldText(time.from),
    to: fieldText(time.to),
    kind: people.length === 0 ? "add" : "replace",
    person: people[0] ?? "",
    standIn: "",
    reason: "",
  }));
  const change = useOnCallChange(close);
  const { error } = change;
  const save = (): void => {
    const body = { from: textOf(draft.from), to: textOf(draft.to), change: changeOf(draft), reason: draft.reason };
    const done = "The override holds: the time line shows who is on call now.";
    change.mutate({ path: `${schedulePath(schedule)}/overrides`, method: "POST", body, done });
  };
  return (
    <form
      className="flex max-w-[640px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Fields draft={draft} set={setDraft} error={error} offers={offers} />
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

interface OverrideDraft {
  readonly from: string;
  readonly to: string;
  readonly kind: Kind;
  readonly person: string;
  /** For everyone: handles with commas between them. */
  readonly standIn: string;
  readonly reason: string;
}

interface FieldsProps {
  readonly draft: OverrideDraft;
  readonly set: (draft: OverrideDraft) => void;
  readonly error: Error | null;
  readonly offers: readonly string[];
}

function Fields({ draft, set, error, offers }: FieldsProps) {
  const { kind } = draft;
  const field = (name: keyof OverrideDraft, fault: string | undefined) => ({
    value: draft[name],
    set: (text: string) => set({ ...draft, [name]: text }),
    fault,
  });
  const standInFault = faultWithin(error, "/change/with") ?? faultWithin(error, "/change/people");
  return (
    <div className="grid grid-cols-1 gap-1 sm:grid-cols-2">
      <TextField label="From" type="datetime-local" {...field("from", faultAt(error, "/from"))} />
      <TextField label="To" type="datetime-local" {...field("to", faultAt(error, "/to"))} />
      <SelectField label="On call is" {...field("kind", undefined)} options={KINDS} />
      {(kind === "replace" || kind === "remove") && (
        <TextField
          label={kind === "replace" ? "Instead of" : "Without"}
          {...field("person", faultWithin(error, "/change/person"))}
          offers={offers}
        />
      )}
      {kind !== "remove" && (
        <TextField
          label={kind === "everyone" ? "Who alone is on call" : "Who is on call"}
          {...field("standIn", standInFault)}
          offers={offers}
          help={kind === "everyone" ? "Handles: ana, ben" : "A handle: ben"}
        />
      )}
      <TextField label="Why" {...field("reason", faultAt(error, "/reason"))} placeholder="A wedding" />
    </div>
  );
}

function changeOf({ kind, person, standIn }: OverrideDraft): object {
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
