import { type ReactNode, useEffect, useState } from "react";
import { Problem } from "../server/problem.ts";
import { VIEWER_ZONE } from "../time/local-time.ts";
import { useServerNow } from "../time/server-clock.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextAreaField } from "../ui/text-area-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { LayerFields } from "./layer-fields.tsx";
import { type Schedule, schedulePath, useOnCallChange } from "./oncall-queries.ts";
import {
  definitionOf,
  draftOf,
  faultsOfLayer,
  type LayerDraft,
  newLayer,
  otherFaults,
  type ScheduleDraft,
} from "./schedule-draft.ts";
import { SchedulePreview } from "./schedule-preview.tsx";
import { dayOf } from "./time-line.ts";

interface ScheduleFormProps {
  /** Absent for a new one. */
  readonly schedule?: Schedule;
  readonly close: () => void;
  readonly saved: (name: string) => void;
}

const ZONES = Intl.supportedValuesOf("timeZone");
/** What is typed is tried when nobody types for so long, ms. */
const QUIET_MS = 500;
const NINE_HOURS_MS = 9 * 3_600_000;

/** A schedule, changed or new, as fields or as a text, with what it would say while one writes. */
export function ScheduleForm({ schedule, close, saved }: ScheduleFormProps) {
  const now = useServerNow();
  const [name, setName] = useState(schedule?.schedule ?? "");
  const [draft, setDraft] = useState(() => (schedule === undefined ? emptyDraft(now) : ofSchedule(schedule)));
  const [text, setText] = useState<string>();
  const definition = text ?? definitionOf(draft);
  const settled = useSettled(definition);
  const [previewError, setPreviewError] = useState<Error | null>(null);
  const change = useOnCallChange(() => {
    close();
    saved(name);
  });
  const error = change.error ?? previewError;
  const save = (): void => {
    const done = `The schedule ${name} is saved: it holds from now on.`;
    change.mutate({
      path: schedulePath(name),
      method: "PUT",
      body: { definition },
      revision: schedule?.revision,
      done,
    });
  };
  return (
    <form
      className="flex max-w-[960px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {schedule === undefined && (
        <TextField label="Name" value={name} set={setName} help="a to z, 0 to 9 and -; it stays." required />
      )}
      {text === undefined ? (
        <DraftFields draft={draft} set={setDraft} error={error} />
      ) : (
        <TextAreaField label="The schedule as text" value={text} set={setText} rows={12} help={TEXT_HELP} />
      )}
      <p className="text-soft">
        <Button
          look="quiet"
          onClick={() => setText(text === undefined ? (schedule?.definition ?? definition) : undefined)}
        >
          {text === undefined ? "Write it as text instead" : "Leave the text, back to the fields"}
        </Button>
      </p>
      <Faults error={error} layers={text === undefined ? draft.layers.length : 0} isText={text !== undefined} />
      <SchedulePreview definition={settled} schedule={schedule?.schedule} told={setPreviewError} />
      <div className="mt-1 flex flex-wrap gap-1">
        <Button look="primary" type="submit" disabled={name === "" || change.isPending}>
          {schedule === undefined ? "Add the schedule" : "Save it, from now on"}
        </Button>
        <Button onClick={close}>Leave it</Button>
      </div>
    </form>
  );
}

const TEXT_HELP =
  "As in a configuration text: title, zone, layers, overrides. What was said until now stays for the time until now.";

interface DraftFieldsProps {
  readonly draft: ScheduleDraft;
  readonly set: (draft: ScheduleDraft) => void;
  readonly error: Error | null;
}

function DraftFields({ draft, set, error }: DraftFieldsProps) {
  const { layers } = draft;
  const faults = error instanceof Problem ? error.faults : [];
  const setLayers = (next: readonly LayerDraft[]): void => set({ ...draft, layers: next });
  const last = layers.at(-1);
  return (
    <>
      <div className="grid grid-cols-1 gap-1 sm:grid-cols-2">
        <TextField
          label="Title"
          value={draft.title}
          set={(title) => set({ ...draft, title })}
          help="Empty: its name."
        />
        <TextField
          label="Zone"
          value={draft.zone}
          set={(zone) => set({ ...draft, zone })}
          offers={ZONES}
          help="By whose clock turns pass, such as Europe/Madrid."
        />
      </div>
      {layers.map((layer, place) => (
        <LayerFields
          key={place}
          layer={layer}
          place={place}
          set={(next) => setLayers(layers.with(place, next))}
          remove={layers.length === 1 ? undefined : () => setLayers(layers.toSpliced(place, 1))}
          raise={place === 0 ? undefined : () => setLayers(layers.toSpliced(place, 1).toSpliced(place - 1, 0, layer))}
          faults={faultsOfLayer(faults, place)}
        />
      ))}
      <p>
        <Button onClick={() => setLayers([...layers, newLayer(last?.from ?? "")])}>Add a layer</Button>
      </p>
    </>
  );
}

/** What is wrong and stands at no layer. */
function Faults({ error, layers, isText }: { error: Error | null; layers: number; isText: boolean }) {
  if (error === null) return null;
  if (!(error instanceof Problem) || error.faults.length === 0) return <ErrorState error={error} />;
  const lines: readonly ReactNode[] = isText
    ? error.faults.map(({ line, column, detail }) =>
        line === undefined ? detail : `Line ${line}, column ${column}: ${detail}`,
      )
    : otherFaults(error.faults, layers);
  if (lines.length === 0) return <p className="text-warn">▲ A layer is not right yet: look above.</p>;
  return (
    <ul role="alert" className="text-warn">
      {lines.map((line, place) => (
        <li key={place}>▲ {line}</li>
      ))}
    </ul>
  );
}

function emptyDraft(now: number): ScheduleDraft {
  const nine = new Date(dayOf(now, "UTC") + NINE_HOURS_MS).toISOString().slice(0, 16);
  return { title: "", zone: VIEWER_ZONE, layers: [newLayer(nine)], overrides: [] };
}

function ofSchedule({ written, title, schedule }: Schedule): ScheduleDraft {
  return draftOf(written, title === schedule ? "" : title);
}

/** A text when nobody has changed it for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
