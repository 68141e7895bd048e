import { useQuery } from "@tanstack/react-query";
import { percentOfPpm, ratioText } from "#kernel";
import { budgetTip, windowOf } from "../objectives/budget-tip.ts";
import { objectiveLook } from "../objectives/objective-look.ts";
import { ObjectiveState } from "../objectives/objective-state.tsx";
import { BAD_CLASS } from "../records/records-search.ts";
import { clientObjectiveQuery } from "../server/queries.ts";
import { Door } from "../ui/door.tsx";
import { Mark } from "../ui/mark.tsx";

/** One client's budget of one objective. */
export function ClientBudget({ api, objective, client }: { api: string; objective: string; client: string }) {
  const { data } = useQuery(clientObjectiveQuery(api, objective, client));
  if (data === undefined) return null;
  if (data === null) {
    return <p className="border-b border-rule py-1 text-soft">{objective}: nothing is kept for this client yet.</p>;
  }
  return (
    <div className="flex items-start gap-1.5 border-b border-rule py-1">
      <Mark spent={1 - data.remaining} tone={objectiveLook(data).tone} className="size-4" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline justify-between gap-x-2">
          <span className="font-semibold">{objective}</span>
          <Door
            tip={budgetTip(data)}
            records={{ interval: windowOf(data), client, class: BAD_CLASS }}
            className="text-m"
          >
            {data.remaining < 0 ? `overspent by ${ratioText(-data.remaining)}` : `${ratioText(data.remaining)} left`}
          </Door>
        </p>
        <p className="flex flex-wrap justify-between gap-x-2 text-soft">
          <ObjectiveState objective={data} />
          <span>target {percentOfPpm(data.targetPpm)}</span>
        </p>
      </div>
    </div>
  );
}
