import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { parseDurationMs, Refusal } from "#kernel";
import { faultWithin, Problem } from "../server/problem.ts";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextAreaField } from "../ui/text-area-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";
import { SIGNALS_KEY, type SignalSource, sourcePath } from "./signal-queries.ts";

const FORMATS: readonly { readonly value: SignalSource["format"]; readonly text: string }[] = [
  { value: "grafana", text: "Grafana" },
  { value: "cloudevents", text: "CloudEvents" },
  { value: "generic", text: "JSON of its own" },
  { value: "alertmanager", text: "Alertmanager" },
  { value: "prometheus", text: "Prometheus" },
  { value: "pagerduty", text: "PagerDuty events" },
];

const URGENCIES = [
  { value: "page", text: "a page: somebody is woken" },
  { value: "ticket", text: "a ticket: it waits for the day" },
] as const;

const MAPPING = `{
  "dedupKey": ["/host", "/check"],
  "title": "/check",
  "text": "/message",
  "action": {"at": "/state", "resolve": ["ok"]},
  "urgency": {"at": "/level", "page": ["critical"]},
  "labels": {"host": "/host"}
}`;

const EMPTY = { name: "", format: "grafana", urgency: "page", lapse: "", mapping: MAPPING };

type Draft = typeof EMPTY;

/** A new source of signals. */
export function SignalSourceForm() {
  const [draft, setDraft] = useState(EMPTY);
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => request<SignalSource>(sourcePath(draft.name.trim()), { method: "PUT", body: bodyOf(draft) }),
    onSuccess: ({ title }) => {
      say(`“${title}” is there. Copy its lines to where its alerts are made.`);
      setDraft(EMPTY);
      void client.invalidateQueries({ queryKey: SIGNALS_KEY });
    },
  });
  return (
    <Section title="Add a source">
      <form
        className="flex max-w-[720px] flex-col gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Fields draft={draft} set={setDraft} error={make.error} />
        {make.error !== null && <ErrorState error={make.error} />}
        <Button
          look="primary"
          type="submit"
          className="self-start"
          disabled={draft.name.trim() === "" || make.isPending}
        >
          Add it
        </Button>
      </form>
    </Section>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly set: (draft: Draft) => void;
  readonly error: Error | null;
}

function Fields({ draft, set, error }: FieldsProps) {
  const field = (name: keyof Draft, pointer: string) => ({
    value: draft[name],
    set: (text: string) => set({ ...draft, [name]: text }),
    fault: faultWithin(error, pointer),
  });
  return (
    <>
      <TextField label="Name" {...field("name", "/source")} help="a to z, 0 to 9 and -; it stays, on alerts too." />
      <SelectField label="It sends" {...field("format", "/format")} options={FORMATS} />
      <SelectField label="What says no severity is" {...field("urgency", "/urgency")} options={URGENCIES} />
      <TextField
        label="An alert lapses after"
        {...field("lapse", "/lapseMs")}
        placeholder="never"
        help="Without another word of it, 1 min to 30 d. Empty: it ends only when its source says so."
      />
      {draft.format === "generic" && (
        <TextAreaField
          label="Where the parts of a signal lie"
          {...field("mapping", "/mapping")}
          rows={9}
          help="JSON Pointers into what it sends; “items” leads to a list, where there is one."
        />
      )}
    </>
  );
}

function bodyOf({ format, urgency, lapse, mapping }: Draft): object {
  const lapseMs = lapse.trim() === "" ? null : msOf(lapse);
  return { format, urgency, lapseMs, mapping: format === "generic" ? mappingOf(mapping) : null };
}

/** What is no JSON is a fault of the field, as others that the server finds. */
function mappingOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const detail = `is no JSON: ${error instanceof Error ? error.message : ""}`;
    throw new Problem(422, { code: "request.invalid", detail, faults: [{ pointer: "/mapping", detail }] });
  }
}

function msOf(text: string): number | string {
  try {
    return parseDurationMs(text);
  } catch (error) {
    if (error instanceof Refusal) return text;
    throw error;
  }
}
