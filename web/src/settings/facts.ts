import { bytesText, countText, dateTimeText, durationText, spanText } from "#kernel";

/** A thing that the server says of itself. */
export interface Fact {
  readonly name: string;
  readonly text: string;
}

export interface FactGroup {
  readonly name: string;
  readonly facts: readonly Fact[];
}

/** What is shown in words of its own elsewhere on the page. */
const SAID = new Set(["version", "startedAt"]);
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** The server's document as named facts: what is nested is a group, the rest is one of its own. Units are read off the names. */
export function factGroups(document: Readonly<Record<string, unknown>>): readonly FactGroup[] {
  const plain: Fact[] = [];
  const groups: FactGroup[] = [];
  for (const [name, value] of Object.entries(document)) {
    if (SAID.has(name)) continue;
    if (isObject(value)) groups.push({ name: wordsOf(name), facts: flat(value) });
    else plain.push({ name: wordsOf(name), text: factText(name, value) });
  }
  return [{ name: "General", facts: plain }, ...groups].filter(({ facts }) => facts.length > 0);
}

function flat(value: Readonly<Record<string, unknown>>, before = ""): Fact[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const words = before === "" ? wordsOf(name) : `${before}: ${wordsOf(name).toLowerCase()}`;
    return isObject(inner) ? flat(inner, words) : [{ name: words, text: factText(name, inner) }];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** "recordBytes" → "Record bytes"; a unit that the value will say is left out. */
function wordsOf(name: string): string {
  const words = name
    .replace(/(?<=.)(?:Ms|At)$/, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function factText(name: string, value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return INSTANT.test(value) ? dateTimeText(Date.parse(value)) : value;
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((each) => factText("", each)).join(", ");
  if (typeof value !== "number") return JSON.stringify(value);
  if (/bytes(?:OnDisk|Max)?$/i.test(name)) return bytesText(value);
  if (name.endsWith("Ms")) return value % 1_000 === 0 ? durationText(value) : spanText(value);
  return Number.isInteger(value) ? countText(value) : String(value);
}
