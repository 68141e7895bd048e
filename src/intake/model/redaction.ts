import type { WideField } from "#records";

/** What is done to personal texts of a record before it is written anywhere. */
export interface Redaction {
  /** The texts that are kept; the others never leave the line. */
  readonly kept: readonly WideField[];
  /** By field, how its text is changed before it is kept; a field without an entry is kept as it came. */
  readonly changes: Readonly<Partial<Record<WideField, (text: string) => string>>>;
  /** How a client is called instead of by its name; null: by its name. */
  readonly client: ((name: string) => string) | null;
}
