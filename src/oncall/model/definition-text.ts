/** What JSON can say of an entry. */
type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Letters that YAML takes as they are, within brackets too, and reads as what they are. */
const PLAIN = /^[A-Za-z0-9](?:[A-Za-z0-9 /_+.-]|:(?=[A-Za-z0-9]))*$/;

/** An entry (JSON text) as people write it: one line for each layer and override. Reading it gives the same entry. */
export function definitionText(entry: string, title: string | null): string {
  const {
    zone,
    layers,
    overrides = [],
  } = JSON.parse(entry) as {
    readonly zone: string;
    readonly layers: readonly Value[];
    readonly overrides?: readonly Value[];
  };
  return [
    ...(title === null ? [] : [`title: ${scalarText(title)}`]),
    `zone: ${scalarText(zone)}`,
    "layers:",
    ...layers.map((layer) => `  - ${flowText(layer)}`),
    ...(overrides.length === 0 ? [] : ["overrides:", ...overrides.map((override) => `  - ${flowText(override)}`)]),
    "",
  ].join("\n");
}

function flowText(value: Value): string {
  if (typeof value === "string") return scalarText(value);
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(flowText).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, each]) => `${scalarText(key)}: ${flowText(each)}`)
    .join(", ")}}`;
}

function scalarText(text: string): string {
  return PLAIN.test(text) && !text.endsWith(" ") ? text : JSON.stringify(text);
}
