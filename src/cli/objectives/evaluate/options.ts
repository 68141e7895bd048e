/** What `plimsoll objectives evaluate` was asked to do. */
export interface EvaluateOptions {
  readonly objectives: string;
  /** `-` is standard input. */
  readonly counts: string;
  /** Whether the counts are running totals. */
  readonly cumulative: boolean;
  /** The instant of judgement, on the ten-second grid; absent = the end of the last row. */
  readonly at: number | undefined;
  readonly guard: boolean;
  readonly json: boolean;
}
