import type { WhatIfTable } from "#objectives";
import type { EvaluationReport } from "../evaluate/report.ts";

/** What was tried on one objective. */
export interface TriedObjective extends WhatIfTable {
  readonly client?: string;
  /** The largest target at which this history brings no page, with the pairs that were tried; 0 when even the smallest pages. */
  readonly quietTargetPpm: number;
}

/** What `plimsoll objectives whatif` found. Instants are epoch ms here, RFC 3339 in JSON. */
export interface WhatIfReport extends Pick<EvaluationReport, "from" | "to" | "counts" | "guard"> {
  readonly zone: string;
  readonly remarks: readonly string[];
  readonly objectives: readonly TriedObjective[];
}
