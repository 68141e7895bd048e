import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { request } from "../server/request.ts";
import { VIEWER_ZONE } from "../time/local-time.ts";
import { Button } from "../ui/button.tsx";
import { NamesField } from "../ui/names-field.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";
import { type Escalation, escalationPath, ESCALATIONS_KEY } from "./page-queries.ts";
import { draftOf, entryText, newDraft, type PolicyDraft, withStep } from "./policy-draft.ts";
import { PolicyPreview } from "./policy-preview.tsx";
import { StepFields } from "./step-fields.tsx";

/** A policy: changed, or new; with whom it would page, before it is saved. */
export function PolicyForm({ policy, close }: { policy?: Escalation; close: () => void }) {
  const [draft, setDraft] = useState(() => (policy === undefined ? newDraft(VIEWER_ZONE) : draftOf(policy)));
  const text = useDeferredValue(entryText(draft));
  const save = useSaving(policy, close);
  const hasTargets = draft.steps.every(({ targets }) => targets.length > 0);
  return (
    <form
      className="flex max-w-[720px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft);
      }}
    >
      {policy === undefined && (
        <TextField
          label="Name"
          value={draft.name}
          set={(name) => setDraft({ ...draft, name })}
          help="a to z, 0 to 9 and -; routes name it so."
          required
        />
      )}
      <StepFields draft={draft} set={setDraft} />
      <div>
        <Button onClick={() => setDraft(withStep(draft))}>Add a step</Button>
      </div>
      <RestFields draft={draft} set={setDraft} />
      {save.error !== null && <ErrorState error={save.error} />}
      {hasTargets ? (
        <PolicyPreview name={draft.name === "" ? "draft" : draft.name} draft={{ text, zone: draft.zone }} />
      ) : (
        <p className="text-soft">Who would be paged stands here as soon as each step names somebody.</p>
      )}
      <div className="mt-1 flex gap-1">
        <Button look="primary" type="submit" disabled={draft.name === "" || !hasTargets || save.isPending}>
          {policy === undefined ? "Add it" : "Save it"}
        </Button>
        <Button onClick={close}>Leave it</Button>
      </div>
    </form>
  );
}

interface DraftProps {
  readonly draft: PolicyDraft;
  readonly set: (draft: PolicyDraft) => void;
}

function RestFields({ draft, set }: DraftProps) {
  const field = (name: "rounds" | "fallback" | "acknowledgementLasts" | "acknowledgements" | "zone") => ({
    value: draft[name],
    set: (text: string) => set({ ...draft, [name]: text }),
  });
  return (
    <>
      <div className="grid grid-cols-1 gap-1 sm:grid-cols-2">
        <TextField label="Rounds" {...field("rounds")} help="How often the steps are gone through." />
        <TextField
          label="Fallback"
          {...field("fallback")}
          placeholder="person:ana"
          help="Paged when nobody answers. Empty: administrators."
        />
        <TextField label="An acknowledgement lasts" {...field("acknowledgementLasts")} help="1m to 7 days" />
        <TextField label="People who must acknowledge" {...field("acknowledgements")} />
      </div>
      <NamesField
        label="Only at these times, for tickets"
        names={draft.only}
        set={(only) => set({ ...draft, only })}
        placeholder="mon-fri 09:00-18:00"
        help="None: always. A page never waits."
      />
      {draft.only.length > 0 && <TextField label="By the clock of" {...field("zone")} />}
    </>
  );
}

function useSaving(policy: Escalation | undefined, close: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: PolicyDraft) =>
      request(escalationPath(draft.name), {
        method: "PUT",
        body: { text: entryText(draft), zone: draft.zone },
        ...(policy === undefined ? {} : { ifMatch: `"r${policy.revision}"` }),
      }),
    onSuccess: (_answer, { name }) => {
      say(`The policy ${name} is saved.`);
      close();
      void client.invalidateQueries({ queryKey: ESCALATIONS_KEY });
    },
  });
}
