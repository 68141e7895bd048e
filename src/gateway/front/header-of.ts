/**
 * A header by its lower-case name from a flat list of names and values; undefined when absent, several joined by ", ". A
 * look through the list is cheaper than an object of all headers, for the one or two that are wanted.
 */
export function headerOf(raw: readonly string[], name: string): string | undefined {
  let found: string | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const sent = raw[at] as string;
    if (sent.length !== name.length || (sent !== name && sent.toLowerCase() !== name)) continue;
    const value = raw[at + 1] as string;
    found = found === undefined ? value : `${found}, ${value}`;
  }
  return found;
}
