import { durationText } from "#kernel";
import type { Escalation } from "./page-queries.ts";

/** "page schedule:primary; after 5 min page person:ben; 3 rounds; then person:ana". */
export function stepsWords({ steps, rounds, fallback }: Escalation): string {
  const each = steps.map(({ act, targets, afterMs }) => {
    const after = afterMs === 0 ? "" : `after ${durationText(afterMs)} `;
    return `${after}${act} ${targets.map(targetWords).join(", ")}`;
  });
  const last = fallback === null ? "administrators" : targetWords(fallback);
  return `${each.join("; ")}; ${rounds === 1 ? "1 round" : `${rounds} rounds`}; then ${last}.`;
}

function targetWords({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return kind === "responders" || kind === "administrators" ? name : `${kind}:${name}`;
}
