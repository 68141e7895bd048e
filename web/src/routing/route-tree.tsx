import type { Routing } from "./routing-queries.ts";

const DEPTH_SHOWN_MAX = 8;

/** The routes from the top: the first rule that matches takes an alert, unless it continues. */
export function RouteTree({ rules }: { rules: Routing["rules"] }) {
  return (
    <ol aria-label="Routes" className="mt-1">
      {rules.map((rule) => (
        <li
          key={`${rule.depth} ${rule.text}`}
          className="border-b border-rule py-0.5"
          style={{ paddingLeft: `${Math.min(rule.depth, DEPTH_SHOWN_MAX) * 16}px` }}
        >
          <span className="flex flex-wrap items-baseline gap-x-1">
            <span>
              <bdi>{rule.text}</bdi>
            </span>
            <span aria-hidden="true">→</span>
            <span className="font-semibold">
              <bdi>{rule.policy}</bdi>
            </span>
            {rule.continues && <span className="text-soft">and on to the next rules</span>}
          </span>
          <span className="block text-soft">
            first after {rule.wait}, changed after {rule.update}, unchanged each {rule.repeat},{" "}
            {groupText(rule.groupBy)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function groupText(groupBy: readonly string[] | null): string {
  if (groupBy === null) return "each alert alone";
  return groupBy.length === 0 ? "all alerts together" : `by ${groupBy.join(" and ")}`;
}
