import type { Breach, Look, PartRule } from "./rule.ts";

interface Exclusive {
  readonly keys: readonly string[];
  /** Whether one of them has to be there. */
  readonly isNeeded: boolean;
  readonly says: string;
  readonly remedy: string;
  /** The keys count even where null stands (their presence alone chooses a form). */
  readonly byName?: boolean;
}

/** Exactly one, or at most one, of several keys. */
export function exclusive<P extends object>(rule: Exclusive): PartRule<P> {
  const { says, remedy } = rule;
  const breaches = (part: P, look: Look) => exclusiveBreaches(rule, part, look);
  return { path: "", code: "mutually_exclusive", origin: "both", says, remedy, breaches };
}

function exclusiveBreaches({ keys, isNeeded, byName }: Exclusive, part: object, look: Look): readonly Breach[] {
  const given = keys.filter((key) => (byName === true ? look.names(part, key) : look.has(part, key)));
  if (given.length > 1) return [{ at: [], found: `${listed(given, "and")} are given together` }];
  if (given.length === 0 && isNeeded) return [{ at: [], found: `${neither(keys)} is given` }];
  return [];
}

/** `"a", "b" and "c"`. */
function listed(keys: readonly string[], word: "and" | "or"): string {
  const quoted = keys.map((key) => `"${key}"`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} ${word} ${quoted.at(-1) ?? ""}`;
}

function neither(keys: readonly string[]): string {
  return keys.length === 2 ? `neither "${keys[0] ?? ""}" nor "${keys[1] ?? ""}"` : `none of ${listed(keys, "and")}`;
}
