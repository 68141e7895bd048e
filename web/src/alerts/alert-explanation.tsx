import { useQuery } from "@tanstack/react-query";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { explanationQuery } from "./group-queries.ts";
import { GroupStory } from "./group-story.tsx";

/** Why an alert did or did not page: the answer, where it goes, and what was decided when. */
export function AlertExplanation({ alert }: { alert: string }) {
  const query = useQuery(explanationQuery(alert));
  return (
    <Section
      title="Why it did or did not page"
      aside={
        query.data === undefined ? undefined : (
          <TextLink to="/silences" search={{ match: matchOf(query.data.labels) }}>
            Silence alerts like this
          </TextLink>
        )
      }
    >
      <Answer query={query} skeleton={<Skeleton className="h-16" />}>
        {({ text, routes, groups }) => (
          <>
            <p className="max-w-[960px]">{text}</p>
            <ul className="mt-1">
              {routes.map(({ policy, why, wait, repeat }) => (
                <li key={`${policy} ${why}`} className="text-soft">
                  By the present routes it goes to {policy}: {why}; the first notice after {wait}, then each {repeat}.
                </li>
              ))}
            </ul>
            {groups.map(({ id, title, entries }) => (
              <div key={id} className="mt-2">
                <h3>
                  <TextLink to={`/groups/${encodeURIComponent(id)}`}>{title}</TextLink>
                </h3>
                <GroupStory entries={entries} />
              </div>
            ))}
          </>
        )}
      </Answer>
    </Section>
  );
}

/** By what alerts like it are known: not its client, and not what follows from the others. */
function matchOf(labels: Readonly<Record<string, string>>): string {
  return ["alertname", "api", "objective"]
    .flatMap((name) => (labels[name] === undefined ? [] : [`${name}=${labels[name]}`]))
    .join("\n");
}
