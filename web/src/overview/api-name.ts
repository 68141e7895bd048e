const CHARACTERS_MAX = 63;

/** The name in records of an API that people call so: small letters, digits and hyphens; empty when nothing is left. */
export function nameOfTitle(title: string): string {
  return title
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, CHARACTERS_MAX);
}
