/** What happened to an API. It is told after the change is durable, once; a crash in between tells nobody. */
export interface ApiChanged {
  readonly api: string;
  readonly what: "put" | "objectives" | "deleted";
}

/** Told of each change. */
export type OnApiChanged = (changed: ApiChanged) => void;
