import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { type Override, overridesQuery, schedulePath, useOnCallChange } from "./oncall-queries.ts";

/** Overrides that hold now or later; each can be ended. */
export function OverrideList({ schedule }: { schedule: string }) {
  const query = useQuery(overridesQuery(schedule));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-4" />}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-soft">None holds now or later: the layers alone say who is on call.</p>
        ) : (
          <ul>
            {items.map((override) => (
              <OverrideRow key={override.id} schedule={schedule} override={override} />
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

function OverrideRow({ schedule, override }: { schedule: string; override: Override }) {
  const { id, from, to, sentence, reason, author, swap } = override;
  const mayWrite = useMay()("schedule:write");
  const [asking, setAsking] = useState(false);
  const end = useOnCallChange();
  const path = `${schedulePath(schedule)}/overrides/${encodeURIComponent(id)}`;
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-rule py-0.5">
      <span className="font-medium">
        <bdi>{sentence}</bdi>
      </span>
      <span>
        <Time at={from} /> to <Time at={to} />
      </span>
      <span className="flex-1 text-soft">
        {reason !== "" && <bdi>{reason}, </bdi>}
        {swap === null ? "by" : "a swap, taken by"} <bdi>{author}</bdi>
      </span>
      {mayWrite && (
        <Button onClick={() => setAsking(true)} aria-label={`End it: ${sentence}`}>
          End it
        </Button>
      )}
      {end.error !== null && <ErrorState error={end.error} />}
      {asking && (
        <Confirm
          title="End this override?"
          action="End it"
          close={() => setAsking(false)}
          confirm={() => end.mutate({ path, method: "DELETE", done: "The override has ended." })}
        >
          From now on the layers say again who is on call. Who was on call until now stays known.
        </Confirm>
      )}
    </li>
  );
}
