import { API_VERSION, type Kind } from "../documents.ts";
import { PREFIX, type SettingKey } from "../execute/settings.ts";

/** What a document is made of. */
interface DocumentParts {
  readonly kind: Kind;
  readonly name: string;
  /** Those that are undefined are left out. */
  readonly annotations?: Readonly<Partial<Record<SettingKey, string | undefined>>>;
  readonly spec: unknown;
}

/** A whole document as plain values, its keys in the usual order. */
export function document({ kind, name, annotations = {}, spec }: DocumentParts): unknown {
  const given = Object.entries(annotations).flatMap(([key, text]) =>
    text === undefined ? [] : [[`${PREFIX}${key}`, text] as const],
  );
  const metadata = { name, ...(given.length === 0 ? {} : { annotations: Object.fromEntries(given) }) };
  return { apiVersion: API_VERSION, kind, metadata, spec };
}
