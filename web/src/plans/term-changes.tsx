import type { Plan } from "./plan-queries.ts";
import { changedTerms } from "./plan-terms.ts";

/** What is different between two plans, term by term. */
export function TermChanges({ before, after }: { before: Plan; after: Plan }) {
  return (
    <ul>
      {changedTerms(before, after).map((term) => (
        <li key={term.name}>
          {term.name}: <s className="text-soft">{term.before}</s> → <b>{term.after}</b>
        </li>
      ))}
    </ul>
  );
}
