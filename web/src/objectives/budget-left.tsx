import { ratioText } from "#kernel";
import { BAD_CLASS } from "../records/records-search.ts";
import type { ClientObjective } from "../server/wire.ts";
import { Door } from "../ui/door.tsx";
import { budgetTip, windowOf } from "./budget-tip.ts";

/** The share of a budget that is left, as a door to the bad requests that took the rest. */
export function BudgetLeft({ objective }: { objective: ClientObjective }) {
  const { remaining, client } = objective;
  return (
    <Door
      tip={budgetTip(objective)}
      records={{ interval: windowOf(objective), client, class: BAD_CLASS }}
      className={remaining < 0 ? "font-semibold text-bad" : ""}
    >
      {remaining < 0 ? `−${ratioText(-remaining)}` : ratioText(remaining)}
    </Door>
  );
}
