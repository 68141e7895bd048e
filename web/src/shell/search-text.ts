/** An address's search as plain text values: readable, and the same for a person who types it. Repeated keys: the last. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** The other way round; empty and absent values are left out. Colons stay readable. */
export function searchText(search: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === "string" && value !== "") parameters.set(name, value);
  }
  const text = parameters.toString().replaceAll("%3A", ":");
  return text === "" ? "" : `?${text}`;
}
