import { useQuery } from "@tanstack/react-query";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { lettersQuery } from "../identity/people-queries.ts";
import type { Letter } from "../identity/wire.ts";

const STATES: Readonly<Record<Letter["state"], string>> = {
  due: "◆ waits",
  sent: "✓ sent",
  refused: "▲ refused",
  expired: "◌ came too late",
};

/** What became of the last letters; never what they say. */
export function Letters() {
  const query = useQuery(lettersQuery);
  return (
    <Section title="Letters">
      <Answer query={query} skeleton={<Skeleton className="h-8" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-soft">None was sent yet. Where the server has no mail, links are handed over by hand.</p>
          ) : (
            <ul>
              {items.map((letter) => (
                <li key={letter.id} className="flex flex-wrap gap-x-2 gap-y-0.5 border-b border-rule py-1">
                  <span className="min-w-24 flex-1 [overflow-wrap:anywhere]">{letter.to}</span>
                  <span className="flex-1 text-soft">{letter.subject}</span>
                  <span>
                    {STATES[letter.state]} <Time at={letter.settledAt ?? letter.createdAt} />
                  </span>
                  {letter.lastError !== null && <span className="w-full text-warn">{letter.lastError}</span>}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}
