import type { OpenSloVerdict } from "#objectives";

/** The public document of `openslo validate --json` (docs/manual/openslo.md). */
export function jsonText({ valid, documents }: OpenSloVerdict): string {
  const rows = documents.map(({ file, index, kind, name, valid: isValid, errors, warnings }) => ({
    file,
    index,
    kind,
    name,
    valid: isValid,
    errors,
    warnings,
  }));
  return `${JSON.stringify({ valid, documents: rows }, null, 2)}\n`;
}
