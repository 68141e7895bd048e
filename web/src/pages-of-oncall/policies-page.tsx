import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { Button } from "../ui/button.tsx";
import { KeptInText } from "../ui/kept-in-text.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { type Escalation, escalationsQuery } from "./page-queries.ts";
import { PolicyForm } from "./policy-form.tsx";
import { stepsWords } from "./policy-words.ts";

/** Escalation policies: whom to tell, in which order, until somebody answers. */
export function PoliciesPage() {
  const query = useQuery(escalationsQuery);
  const mayWrite = useMay()("escalation:write");
  const [adding, setAdding] = useState(false);
  return (
    <>
      <h1 className="mb-0.5">Escalation policies</h1>
      <Answer query={query} skeleton={<Skeleton className="h-32" />}>
        {({ items }) => (
          <>
            <Sentence>{policiesSentence(items)}</Sentence>
            <ul className="flex flex-col gap-1">
              {items.map((policy) => (
                <li key={policy.escalation} className="border-b border-rule py-0.5">
                  <TextLink to={`/escalations/${policy.escalation}`}>{policy.title ?? policy.escalation}</TextLink>{" "}
                  <span className="text-soft">
                    {policy.builtIn ? "always there" : ""} <KeptInText managedBy={policy.managedBy} />
                  </span>
                  <p className="[overflow-wrap:anywhere]">{stepsWords(policy)}</p>
                  {policy.warnings.slice(0, 1).map((warning) => (
                    <p key={warning} className="text-warn">
                      ▲ {warning}
                    </p>
                  ))}
                </li>
              ))}
            </ul>
          </>
        )}
      </Answer>
      {mayWrite && !adding && (
        <Button className="mt-2" look="primary" onClick={() => setAdding(true)}>
          Add a policy
        </Button>
      )}
      {mayWrite && adding && (
        <Section title="A new policy">
          <PolicyForm close={() => setAdding(false)} />
        </Section>
      )}
    </>
  );
}

function policiesSentence(policies: readonly Escalation[]): string {
  const own = policies.filter(({ builtIn }) => !builtIn).length;
  const warned = policies.filter(({ warnings }) => warnings.length > 0).length;
  const all =
    own === 0
      ? "No policy is written yet: everybody who may respond is paged."
      : `${own} written, and one that is always there.`;
  return warned === 0 ? all : `${all} ${warned === 1 ? "1 policy has a warning" : `${warned} policies have warnings`}.`;
}
