/** The form in which names of people are compared: "Ana " and "ana" are the same person. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}
