import { Button } from "../ui/button.tsx";
import { NamesField } from "../ui/names-field.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { type PolicyDraft, withChangedStep } from "./policy-draft.ts";

interface StepFieldsProps {
  readonly draft: PolicyDraft;
  readonly set: (draft: PolicyDraft) => void;
}

const ACTS = [
  { value: "page", text: "page: wants an answer" },
  { value: "notify", text: "notify: wants none" },
] as const;

/** The steps, in the order in which they run. */
export function StepFields({ draft, set }: StepFieldsProps) {
  return (
    <ol className="flex flex-col gap-1">
      {draft.steps.map(({ key, act, targets, after }, index) => (
        <li key={key} className="border-l-2 border-rule pl-2">
          <fieldset className="flex flex-col gap-0.5">
            <legend className="font-semibold">Step {index + 1}</legend>
            <div className="grid grid-cols-1 gap-1 sm:grid-cols-2">
              <SelectField
                label="It does"
                value={act}
                set={(value) => set(withChangedStep(draft, key, { act: value === "notify" ? "notify" : "page" }))}
                options={ACTS}
              />
              <TextField
                label={index === 0 ? "After the beginning" : "After the step before"}
                value={after}
                set={(text) => set(withChangedStep(draft, key, { after: text }))}
                placeholder={index === 0 ? "at once" : "5m"}
              />
            </div>
            <NamesField
              label="Whom"
              names={targets}
              set={(names) => set(withChangedStep(draft, key, { targets: names }))}
              placeholder="schedule:primary"
              help="schedule:…, person:…, team:… or channel:…; Enter adds it."
            />
            {draft.steps.length > 1 && (
              <div>
                <Button look="quiet" onClick={() => set(withChangedStep(draft, key, undefined))}>
                  Take step {index + 1} away
                </Button>
              </div>
            )}
          </fieldset>
        </li>
      ))}
    </ol>
  );
}
