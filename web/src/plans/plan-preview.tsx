import { countText } from "#kernel";
import type { Plan } from "./plan-queries.ts";
import { changedTerms } from "./plan-terms.ts";
import { TermChanges } from "./term-changes.tsx";

/** What a change would make different, and for how many. */
export function PlanPreview({ before, after }: { before: Plan; after: Plan }) {
  const on = before.taken === null ? 0 : before.taken.active + before.taken.suspended;
  const whom =
    on === 0
      ? "Nobody is on it yet."
      : `It counts at once for ${on === 1 ? "1 client" : `${countText(on)} clients`} on it.`;
  return (
    <div role="status" className="min-h-6 border-l-2 border-rule py-0.5 pl-2">
      {changedTerms(before, after).length === 0 ? (
        <p className="text-soft">Nothing is different yet.</p>
      ) : (
        <>
          <p>{whom}</p>
          <TermChanges before={before} after={after} />
        </>
      )}
    </div>
  );
}
