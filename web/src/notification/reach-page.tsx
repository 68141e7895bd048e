import { useQuery } from "@tanstack/react-query";
import { Section } from "../ui/section.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { AddMethod } from "./add-method.tsx";
import { MethodRow } from "./method-row.tsx";
import { PageMe } from "./page-me.tsx";
import { methodsQuery, rulesQuery } from "./reach-queries.ts";
import { ReachRules } from "./reach-rules.tsx";
import { SentList } from "./sent-list.tsx";

/** By which ways somebody is told, in which order, and whether they work. */
export function ReachPage() {
  const methods = useQuery(methodsQuery);
  return (
    <>
      <h1>How I am reached</h1>
      <Warnings />
      <Section title="Ways to me">
        <Answer query={methods} skeleton={<Skeleton className="h-16" />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="There is no way to you yet.">
                <p>Add one below: nothing can page you before.</p>
              </EmptyState>
            ) : (
              <ul>
                {items.map((method) => (
                  <MethodRow key={method.id} method={method} />
                ))}
              </ul>
            )
          }
        </Answer>
      </Section>
      <PageMe />
      <AddMethod />
      <ReachRules methods={methods.data?.items ?? []} />
      <SentList />
    </>
  );
}

function Warnings() {
  const query = useQuery(rulesQuery);
  return (
    <Answer query={query} skeleton={<Skeleton className="h-8" />}>
      {({ warnings }) =>
        warnings.length === 0 ? (
          <p>● You can be reached, and have shown it within 30 days.</p>
        ) : (
          <ul aria-label="Warnings" className="max-w-[720px]">
            {warnings.map(({ code, text }) => (
              <li key={`${code} ${text}`} className="text-warn">
                ▲ {text}
              </li>
            ))}
          </ul>
        )
      }
    </Answer>
  );
}
