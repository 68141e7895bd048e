import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { LayerDraft } from "./schedule-draft.ts";

interface LayerFieldsProps {
  readonly layer: LayerDraft;
  /** Counts from 0. */
  readonly place: number;
  readonly set: (layer: LayerDraft) => void;
  /** Absent for the only one. */
  readonly remove: (() => void) | undefined;
  /** Absent for the first one. */
  readonly raise: (() => void) | undefined;
  readonly faults: readonly string[];
}

const ADVANCES = [
  { value: "calendar", text: "each time it is over" },
  { value: "covered-days", text: "only on days on which the layer applies" },
];
const LOCAL = /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d)?$/;

/** One layer: who takes turns, how long, from when, and at which times of the week. */
export function LayerFields({ layer, place, set, remove, raise, faults }: LayerFieldsProps) {
  const field = (name: keyof LayerDraft) => ({
    value: layer[name],
    set: (text: string) => set({ ...layer, [name]: text }),
  });
  const title = layer.name === "" ? `Layer ${place + 1}` : `Layer ${place + 1}: ${layer.name}`;
  return (
    <fieldset className="min-w-0 rounded-s border border-rule p-1">
      <legend className="px-0.5 font-medium">{title}</legend>
      {faults.length > 0 && (
        <ul className="mb-1 text-warn">
          {faults.map((fault) => (
            <li key={fault}>▲ {fault}</li>
          ))}
        </ul>
      )}
      <div className="grid grid-cols-1 gap-1 sm:grid-cols-2">
        <TextField label="People who take turns" {...field("rotate")} placeholder="ana, ben, cho" help={PEOPLE_HELP} />
        <TextField label="Each turn lasts" {...field("every")} help="12 hours, 1 day, 2 weeks, 1 month" />
        <TextField
          label="The first turn begins"
          {...field("from")}
          type={timeType(layer.from)}
          help="By the clock of the schedule's zone."
        />
        <TextField label="Only at these times" {...field("only")} help="mon-fri 09:00-18:00; sat,sun. Empty: always." />
      </div>
      <details className="mt-0.5">
        <summary className="py-0.5 text-soft">Name, end, priority, how turns pass</summary>
        <div className="grid grid-cols-1 gap-1 sm:grid-cols-2">
          <TextField label="Name of the layer" {...field("name")} help="For messages. Empty: its place." />
          <TextField label="The layer ends" {...field("until")} type={timeType(layer.until)} help="Empty: never." />
          <TextField
            label="Priority"
            {...field("priority")}
            help="The highest is on call. Empty: later layers cover earlier ones."
          />
          <SelectField label="A turn passes" {...field("advance")} options={ADVANCES} />
        </div>
      </details>
      {(raise !== undefined || remove !== undefined) && (
        <div className="mt-0.5 flex flex-wrap gap-1">
          {raise !== undefined && (
            <Button look="quiet" onClick={raise} aria-label={`Move up layer ${place + 1}`}>
              Move up
            </Button>
          )}
          {remove !== undefined && (
            <Button look="quiet" onClick={remove} aria-label={`Take away layer ${place + 1}`}>
              Take away
            </Button>
          )}
        </div>
      )}
    </fieldset>
  );
}

/** An instant, which a text may say, is no local time. */
function timeType(text: string): "datetime-local" | "text" {
  return LOCAL.test(text) ? "datetime-local" : "text";
}

const PEOPLE_HELP = "Handles, in this order. ben from 2027-01-01T00:00 until 2027-04-01T00:00 is a member for a time.";
