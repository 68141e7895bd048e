/** What happened to an API. It is told after the change is durable, once; a crash in between tells nobody. */
export interface ApiChanged {
  readonly api: string;
  /** `versions`: which there are, what they are, which document one has, or where one runs. */
  readonly what: "put" | "objectives" | "versions" | "maintenance" | "deleted";
  /** Of maintenance: the earliest instant whose requests count otherwise now. */
  readonly from?: number;
}

/** Told of each change. */
export type OnApiChanged = (changed: ApiChanged) => void;
