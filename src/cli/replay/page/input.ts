import type { ReplayReport, ReplaySeries } from "../report.ts";

/** What the page is made from. The sentences come from the objectives' words; nothing here is computed again. */
export interface PageInput {
  readonly report: ReplayReport;
  readonly series: ReplaySeries;
  /** The answer in one sentence. */
  readonly headline: string;
  /** Whether a plan was written beside the page: then none is offered. */
  readonly planWritten: boolean;
  /** The command that recomputes the report. */
  readonly command: string;
  /** When the page was made, epoch ms. */
  readonly madeAt: number;
  readonly version: string;
}
