import { Link } from "@tanstack/react-router";
import { percentOfPpm, ratioText } from "#kernel";
import type { Objective } from "../server/wire.ts";
import { Mark } from "../ui/mark.tsx";
import { budgetTip } from "./budget-tip.ts";
import { objectiveLook } from "./objective-look.ts";
import { ObjectiveState } from "./objective-state.tsx";

/** An objective in two lines, with its mark. `judgedSoon`: what it says of its budget is not of the traffic that is there. */
export function ObjectiveSummary({ objective, judgedSoon }: { objective: Objective; judgedSoon: boolean }) {
  const { id, api, remaining, targetPpm, forecastText } = objective;
  return (
    <Link
      to={`/apis/${encodeURIComponent(api)}/objectives/${encodeURIComponent(id)}`}
      className="flex items-start gap-1.5 border-b border-rule py-1 hover:bg-raised"
    >
      <Mark spent={1 - remaining} tone={objectiveLook(objective).tone} className="size-4" />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-baseline justify-between gap-x-2">
          <span className="font-semibold">{id}</span>
          <span data-tip={budgetTip(objective)} className="text-m">
            {judgedSoon ? "–" : leftText(remaining)}
          </span>
        </span>
        <span className="flex flex-wrap items-baseline justify-between gap-x-2 text-soft">
          {judgedSoon ? <span>○ judged within ten seconds</span> : <ObjectiveState objective={objective} />}
          <span>target {percentOfPpm(targetPpm)}</span>
        </span>
        {forecastText !== undefined && <span className="block text-soft">{forecastText}</span>}
      </span>
    </Link>
  );
}

function leftText(remaining: number): string {
  return remaining < 0 ? `overspent by ${ratioText(-remaining)}` : `${ratioText(remaining)} left`;
}
