import { useQuery } from "@tanstack/react-query";
import { serverQuery } from "../server/queries.ts";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { factGroups, type Fact } from "./facts.ts";

/** What the server says of itself: version, sizes, limits, what came in. */
export function ServerFacts() {
  const query = useQuery(serverQuery);
  return (
    <Answer query={query} skeleton={<Skeleton className="h-32" />}>
      {(server) => (
        <>
          <p className="text-l">
            Plimsoll {server.version}, running since <Time at={server.startedAt} />.
          </p>
          <div className="grid grid-cols-1 gap-x-4 lg:grid-cols-2">
            {factGroups(server).map(({ name, facts }) => (
              <Section key={name} title={name}>
                <Facts facts={facts} />
              </Section>
            ))}
          </div>
        </>
      )}
    </Answer>
  );
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl>
      {facts.map(({ name, text }) => (
        <div key={name} className="flex justify-between gap-2 border-b border-rule py-0.5">
          <dt className="text-soft">{name}</dt>
          <dd className="text-right [overflow-wrap:anywhere]">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
