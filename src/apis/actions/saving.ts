/** Under which circumstances something is saved, by an action or by a configuration text. */
export interface Saving {
  /** Epoch ms. */
  readonly now: number;
  /** Who, by name. */
  readonly by: string;
}

/** What of a thing was changed, by the names of its fields; empty when it was so already, and nothing was written. */
export type ChangedFields = readonly string[];

/** The names of the fields in which two rows differ; all of them where there was none. */
export function changedFields<Row extends object>(before: Row | undefined, after: Row): ChangedFields {
  const names = Object.keys(after) as (keyof Row & string)[];
  return names.filter((name) => name !== "revision" && before?.[name] !== after[name]);
}
