import { countText } from "#kernel";
import { canonical } from "./canonical.ts";
import type { FieldChange, ObjectChange } from "./difference.ts";
import type { Json } from "./wanted.ts";

const SIGN = { create: "+", change: "~", adopt: "=", vanished: "-" } as const;
/** How a line begins that says what clients can break by. */
export const BREAKING = "    ! breaks clients:";
const VALUE_LETTERS_MAX = 200;
const NOTHING = "nothing";

/** One object in lines: what becomes of it, then each of its fields, then what else it does. `prunes`: whether what vanished is removed. */
export function differenceLines(change: ObjectChange, prunes: boolean): string[] {
  const fields = change.fields.flatMap((field) => fieldLines(field, change.what === "create"));
  const effects = (change.effects ?? []).map(({ text, breaking }) => `${breaking ? BREAKING : "    ·"} ${text}`);
  return [headLine(change, prunes), ...fields, ...effects];
}

function headLine({ kind, name, what, was, managedBy }: ObjectChange, prunes: boolean): string {
  const named = was === undefined ? `${kind} ${name}` : `${kind} ${was}, from now on ${name}`;
  switch (what) {
    case "create":
      return `+ ${named}`;
    case "change":
      return `~ ${named}`;
    case "adopt":
      return `= ${named}, which is there already and belongs to ${managedBy} from now on`;
    case "vanished":
      return `${SIGN.vanished} ${named}, which no text of ${managedBy} names any more${prunes ? "" : "; --prune removes it"}`;
  }
}

function fieldLines({ field, from, to }: FieldChange, isNew: boolean): string[] {
  if (isNew && valueText(to) === NOTHING) return [];
  if (isLongText(from) || isLongText(to)) return [`    ${field}:`, ...textLines(from, to)];
  return [isNew ? `    ${field}: ${valueText(to)}` : `    ${field}: ${valueText(from)} → ${valueText(to)}`];
}

function isLongText(value: Json | undefined): boolean {
  return typeof value === "string" && value.includes("\n");
}

/** Lines that only one side has, in their order; what both have is left out. */
function textLines(from: Json | undefined, to: Json | undefined): string[] {
  const [before, after] = [from, to].map((value) => (typeof value === "string" ? value.split("\n") : []));
  const [old, next] = [new Set(before), new Set(after)];
  const gone = (before ?? []).filter((line) => line.trim() !== "" && !next.has(line)).map((line) => `      - ${line}`);
  const come = (after ?? []).filter((line) => line.trim() !== "" && !old.has(line)).map((line) => `      + ${line}`);
  return [...gone, ...come];
}

function valueText(value: Json | undefined): string {
  if (value === undefined || value === null || value === "") return NOTHING;
  if (Array.isArray(value) && value.length === 0) return NOTHING;
  const text = typeof value === "string" ? value : canonical(value);
  return text.length > VALUE_LETTERS_MAX ? `${text.slice(0, VALUE_LETTERS_MAX)}…` : text;
}

const TO_DO = { create: "to create", change: "to change", adopt: "to take over", vanished: "no longer named" } as const;
const DONE = { create: "created", change: "changed", adopt: "taken over", vanished: "removed" } as const;

/** "2 to create, 1 to change, 12 as they are.", or what was done: "2 created". */
export function differenceSummary(
  { changes, unchanged }: { readonly changes: readonly Pick<ObjectChange, "what">[]; readonly unchanged: number },
  isDone: boolean,
): string {
  const words = isDone ? DONE : TO_DO;
  const told = Object.entries(words).flatMap(([what, text]) => {
    const count = changes.filter((change) => change.what === what).length;
    return count === 0 ? [] : [`${countText(count)} ${text}`];
  });
  if (unchanged > 0) told.push(`${countText(unchanged)} as they are`);
  return told.length === 0 ? "The texts name nothing." : `${told.join(", ")}.`;
}
