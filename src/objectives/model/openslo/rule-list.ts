import { DOCUMENT_SHAPES, KINDS } from "./documents.ts";
import { TYPE_RULES } from "./field-types.ts";
import { TOP_RULES } from "./read-document.ts";
import type { Rule } from "./rule.ts";
import { type AnyShape, PART_RULES, Shape } from "./shape.ts";
import { DANGLING, DUPLICATE_NAME } from "./validate.ts";

/** A rule and where it holds. */
export interface ListedRule extends Rule {
  /** The kind of part ("SLO spec"), or "every part". */
  readonly part: string;
  /** Below the part. */
  readonly path: string;
}

/** Every rule once, in the order in which the kinds and their parts are written: what the manual's table is made of. */
export function listRules(): readonly ListedRule[] {
  const listed: ListedRule[] = [
    ...TOP_RULES.map(([path, rule]) => ({ ...rule, part: "document", path })),
    ...[...PART_RULES, ...TYPE_RULES].map((rule) => ({ ...rule, part: "every part", path: "*" })),
    { ...DUPLICATE_NAME, part: "all documents", path: "metadata.name" },
    { ...DANGLING, part: "all documents", path: "*Ref" },
  ];
  const seen = new Set<string>();
  for (const kind of KINDS) listShape(DOCUMENT_SHAPES[kind], seen, listed);
  return listed.map(({ code, origin, says, remedy, part, path }) => ({ code, origin, says, remedy, part, path }));
}

function listShape(shape: AnyShape, seen: Set<string>, into: ListedRule[]): void {
  if (seen.has(shape.name)) return;
  seen.add(shape.name);
  for (const [name, { type, rules, missing }] of Object.entries(shape.fields)) {
    const own = [...(missing ? [missing] : []), ...rules, ...(type.inner ?? [])];
    into.push(...own.map((rule) => ({ ...rule, part: shape.name, path: name })));
  }
  into.push(...shape.rules.map((rule) => ({ ...rule, part: shape.name })));
  for (const { type } of Object.values(shape.fields)) {
    for (const part of type.parts ?? []) if (part instanceof Shape) listShape(part, seen, into);
  }
}
