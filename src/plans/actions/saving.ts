/** With what a thing is saved, by a person or by a configuration text. */
export interface Saving {
  /** Epoch ms. */
  readonly now: number;
  readonly nextId: (prefix: string) => string;
  /** Name of who saves it, for the history. */
  readonly by: string;
  /** The text that owns it from now on; null when a person saves it, which a text's own things refuse. */
  readonly managedBy: string | null;
}

/** What saving did. Saving what is so already changes nothing, also not the revision. */
export interface Saved<Row> {
  readonly did: "create" | "change" | "nothing";
  readonly before: Row | undefined;
  readonly row: Row;
}
