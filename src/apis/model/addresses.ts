/**
 * The addresses of an API as its row keeps them: null for none, one as it stands, several as a JSON list. An address
 * never begins with a bracket.
 */
export function addressesOf(at: string | null): readonly string[] {
  if (at === null) return [];
  return at.startsWith("[") ? (JSON.parse(at) as string[]) : [at];
}

/** The same the other way round. */
export function addressText(addresses: readonly string[]): string | null {
  const [first] = addresses;
  if (first === undefined) return null;
  return addresses.length === 1 ? first : JSON.stringify(addresses);
}
