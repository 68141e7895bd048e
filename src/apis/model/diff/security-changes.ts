import type { ChangeCode } from "./change-rules.ts";
import { entriesOf, itemsOf } from "./references.ts";

/** What became of who may: `detail` names the schemes, with their scopes. */
export interface SecurityChange {
  readonly code: Extract<ChangeCode, `security-${string}`>;
  readonly detail: string;
}

/**
 * Compares the alternatives of two `security` lists. No list, an empty one, or an empty alternative in it: nothing is
 * needed. An alternative with more schemes or scopes is another one.
 */
export function securityChanges(before: unknown, after: unknown): SecurityChange[] {
  const [old, young] = [alternativesOf(before), alternativesOf(after)];
  const [wasOpen, isOpen] = [isOpenTo(old), isOpenTo(young)];
  const change = (code: SecurityChange["code"], detail: string): SecurityChange => ({ code, detail });
  if (wasOpen && isOpen) return [];
  if (wasOpen) return [change("security-added", [...young].join(" or "))];
  if (isOpen) return [change("security-widened", "a request without anything")];
  return [
    ...[...old].filter((one) => !young.has(one)).map((one) => change("security-narrowed", one)),
    ...[...young].filter((one) => !old.has(one)).map((one) => change("security-widened", one)),
  ];
}

function alternativesOf(security: unknown): Set<string> {
  return new Set(itemsOf(security).map(nameOf));
}

/** "key and login (read, write)", in one order whatever the document's is. */
function nameOf(alternative: unknown): string {
  return entriesOf(alternative)
    .map(([scheme, scopes]) => {
      const listed = itemsOf(scopes).map(String).toSorted().join(", ");
      return listed === "" ? scheme : `${scheme} (${listed})`;
    })
    .toSorted()
    .join(" and ");
}

function isOpenTo(alternatives: ReadonlySet<string>): boolean {
  return alternatives.size === 0 || alternatives.has("");
}
