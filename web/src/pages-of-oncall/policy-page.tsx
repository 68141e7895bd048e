import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { request } from "../server/request.ts";
import { WhoChanged } from "../settings/who-changed.tsx";
import { usePageParam } from "../shell/use-page-param.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { KeptInText } from "../ui/kept-in-text.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { type Escalation, escalationPath, escalationQuery, ESCALATIONS_KEY } from "./page-queries.ts";
import { PolicyForm } from "./policy-form.tsx";
import { PolicyPreview } from "./policy-preview.tsx";
import { stepsWords } from "./policy-words.ts";

/** One policy: what it does, whom it would tell now, and changing it. */
export function PolicyPage() {
  const name = usePageParam("escalation") ?? "";
  const query = useQuery(escalationQuery(name));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-64" />}>
      {(policy) => (
        <>
          <h1 className="mb-0.5">{policy.title ?? policy.escalation}</h1>
          <Sentence>{stepsWords(policy)}</Sentence>
          <KeptInText managedBy={policy.managedBy} />
          <Changes key={policy.revision} policy={policy} />
          {!policy.builtIn && (
            <p className="mt-2">
              <WhoChanged subject={`escalation:${policy.escalation}`} />
            </p>
          )}
        </>
      )}
    </Answer>
  );
}

function Changes({ policy }: { policy: Escalation }) {
  const [doing, setDoing] = useState<"nothing" | "editing" | "removing">("nothing");
  const mayWrite = useMay()("escalation:write") && policy.managedBy === null && !policy.builtIn;
  const remove = useRemoval(policy);
  if (doing === "editing") {
    return (
      <Section title="Change it">
        <PolicyForm policy={policy} close={() => setDoing("nothing")} />
      </Section>
    );
  }
  return (
    <>
      <PolicyPreview name={policy.escalation} />
      {mayWrite && (
        <div className="mt-2 flex flex-wrap gap-1">
          <Button onClick={() => setDoing("editing")}>Change it</Button>
          <Button look="danger" onClick={() => setDoing("removing")}>
            Delete it …
          </Button>
        </div>
      )}
      {doing === "removing" && (
        <Confirm
          title={`Delete the policy ${policy.escalation}?`}
          action="Delete it"
          close={() => setDoing("nothing")}
          confirm={() => remove.mutate()}
        >
          Pages that run by it go on. Routes that name it lead to everybody who may respond.
        </Confirm>
      )}
    </>
  );
}

/** The page is left before the server is asked: what is on the screen would be asked for again, in vain. */
function useRemoval({ escalation, revision }: Escalation) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => {
      await navigate({ to: "/escalations" });
      await request(escalationPath(escalation), { method: "DELETE", ifMatch: `"r${revision}"` });
    },
    onSuccess: () => {
      say(`The policy ${escalation} is deleted.`);
      void client.invalidateQueries({ queryKey: ESCALATIONS_KEY });
    },
    onError: (error) => say(error.message),
  });
}
