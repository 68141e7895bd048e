import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useId, useState } from "react";
import { countText, percentOfPpm, ratioText } from "#kernel";
import { whatIfQuery } from "../server/queries.ts";
import type { WhatIf as WhatIfAnswer } from "../server/wire.ts";
import { Section } from "../ui/section.tsx";
import { ErrorState, Skeleton } from "../ui/state.tsx";
import { nearTargets } from "./near-targets.ts";

/** Another target, tried on what was recorded: who would have been woken, and what would have been missed. */
export function WhatIf({ api, id, targetPpm }: { api: string; id: string; targetPpm: number }) {
  const targets = nearTargets(targetPpm);
  const present = targets.indexOf(targetPpm);
  const [chosen, setChosen] = useState(present);
  const asked = useDeferredValue(targets[chosen] ?? targetPpm);
  const query = useQuery(whatIfQuery(api, id, asked));
  const field = useId();
  return (
    <Section title="What if the target were another">
      <label htmlFor={field} className="flex items-baseline justify-between">
        <span className="text-soft">Target</span>
        <span className="text-l">
          {percentOfPpm(targets[chosen] ?? targetPpm)}
          {chosen === present && <span className="text-s text-soft"> (now)</span>}
        </span>
      </label>
      <input
        id={field}
        type="range"
        min={0}
        max={targets.length - 1}
        value={chosen}
        onChange={(event) => setChosen(Number(event.target.value))}
        aria-valuetext={percentOfPpm(targets[chosen] ?? targetPpm)}
        className="my-1 w-full accent-(--accent)"
      />
      {query.error !== null && <ErrorState error={query.error} />}
      {query.data === undefined && query.error === null && <Skeleton className="h-8" />}
      {query.data !== undefined && <Tried answer={query.data} />}
    </Section>
  );
}

/** "nights you would have been woken: 3 → 1; outages missed: 0". */
function Tried({ answer }: { answer: WhatIfAnswer }) {
  const { present } = answer;
  const other = answer.candidates[0] ?? present;
  const rows = [
    { name: "Nights you would have been woken", before: present.nightsWoken, after: other.nightsWoken },
    { name: "Pages", before: present.pages, after: other.pages },
    { name: "Tickets", before: present.tickets, after: other.tickets },
  ];
  return (
    <div aria-live="polite">
      <dl>
        {rows.map(({ name, before, after }) => (
          <Row key={name} name={name} value={`${countText(before)} → ${countText(after)}`} />
        ))}
        <Row name="Budget left" value={`${ratioText(present.remaining)} → ${ratioText(other.remaining)}`} />
        <Row name={`Outages missed, of ${countText(answer.outages)}`} value={countText(other.outagesMissed)} />
      </dl>
      <p className="mt-1 text-soft">{other.sentence}</p>
      {answer.supportable.map(({ targetPpm, confidence }) => (
        <p key={targetPpm} className="text-soft">
          The history supports at most {percentOfPpm(targetPpm)}, with {ratioText(confidence)} confidence.
        </p>
      ))}
    </div>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex justify-between gap-2 border-b border-rule py-0.5">
      <dt>{name}</dt>
      <dd className="font-semibold">{value}</dd>
    </div>
  );
}
