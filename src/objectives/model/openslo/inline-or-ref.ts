import { exclusive } from "./exclusive.ts";
import type { Breach, Look, PartRule, Rule } from "./rule.ts";
import { equalTo } from "./text-rules.ts";

/** What the three parts have in common that either refer to an object or write it out. */
interface InlineDraft {
  readonly kind?: string;
  readonly metadata?: object;
  readonly spec?: object;
}

const INLINE_KEYS = ["kind", "metadata", "spec"] as const;

const MISSING: Rule = {
  code: "required",
  origin: "both",
  says: "an object that is written here has kind, metadata and spec, like one on its own",
  remedy: "Write it.",
};

/** The rules of a part that refers to an object by `ref`, or writes it out with kind, metadata and spec. */
export function inlineOrRef<P extends InlineDraft>(ref: string, kind: string): readonly PartRule<P>[] {
  const isInline = (part: P, look: Look) => !look.names(part, ref) && INLINE_KEYS.some((key) => look.names(part, key));
  const needed = (key: (typeof INLINE_KEYS)[number], isBlank: (part: P, look: Look) => boolean): PartRule<P> => ({
    ...MISSING,
    path: key,
    breaches: (part, look) =>
      isInline(part, look) && (!look.has(part, key) || isBlank(part, look)) ? missing(key) : [],
  });
  return [
    oneForm<P>(ref),
    {
      ...MISSING,
      path: ref,
      says: "a reference is a name",
      breaches: (part, look) => (isBlankRef(part, ref, look) ? missing(ref) : []),
    },
    needed("kind", (part) => part.kind === ""),
    needed("metadata", ({ metadata }, look) => metadata !== undefined && look.isEmpty(metadata)),
    needed("spec", ({ spec }, look) => spec !== undefined && look.isEmpty(spec)),
    ofKind<P>(kind),
  ];
}

function missing(key: string): readonly Breach[] {
  return [{ at: [key], found: `"${key}" is missing or empty` }];
}

function isBlankRef(part: object, ref: string, look: Look): boolean {
  if (!look.names(part, ref) || INLINE_KEYS.some((key) => look.names(part, key))) return false;
  return !look.has(part, ref) || (part as Record<string, unknown>)[ref] === "";
}

/** The reference SDK names the inline form by its `spec`. */
function oneForm<P extends object>(ref: string): PartRule<P> {
  const rule = exclusive<P>({
    keys: [ref, "spec"],
    isNeeded: true,
    byName: true,
    says: `the object is either referred to by "${ref}" or written here with kind, metadata and spec`,
    remedy: "Keep one form.",
  });
  return {
    ...rule,
    breaches: (part, look) => {
      const isRef = look.names(part, ref);
      const inline = INLINE_KEYS.filter((key) => look.names(part, key));
      if (isRef && inline.length > 0) return [{ at: [], found: `"${ref}" stands beside "${inline.join('", "')}"` }];
      return isRef || inline.length > 0 ? [] : [{ at: [], found: `neither "${ref}" nor "spec" is given` }];
    },
  };
}

function ofKind<P extends InlineDraft>(kind: string): PartRule<P> {
  const rule = equalTo(kind);
  return {
    ...rule,
    path: "kind",
    breaches: (part) => {
      const found = part.kind === undefined || part.kind === "" ? undefined : rule.breach(part.kind);
      return found === undefined ? [] : [{ at: ["kind"], found: `"kind" ${found}` }];
    },
  };
}
