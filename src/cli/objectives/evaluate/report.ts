import type { Interval } from "#kernel";
import type { Judged } from "#objectives";

/** What `plimsoll objectives evaluate` found, and what all its outputs print. Instants are epoch ms here, RFC 3339 in JSON. */
export interface EvaluationReport extends Pick<Judged, "objectives" | "alerts" | "pages"> {
  /** Start of the first slot, and the instant of judgement. */
  readonly from: number;
  readonly to: number;
  readonly counts: {
    readonly file: string;
    readonly slotMs: number;
    readonly rows: number;
    readonly valid: number;
    readonly bad: number;
    readonly clients: number;
  };
  readonly guard: boolean;
  readonly assumed: readonly string[];
  readonly remarks: readonly string[];
  /** Where rows are missing: nobody measured. At most 1,000. */
  readonly gaps: readonly Interval[];
}
