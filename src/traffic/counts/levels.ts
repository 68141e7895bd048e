import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";

/** A length of time for which counts are kept; each is a sum of the one before. */
export interface Level {
  readonly name: "minute" | "hour" | "day";
  readonly stepMs: number;
  /** The time that one file holds; a multiple of the step, aligned to the epoch. */
  readonly fileMs: number;
  /** Rows of one step that keep all their names; see FoldGuard. */
  readonly rowsMax: { readonly cells: number; readonly durations: number };
  /** How long after its end a file of cells, or of durations, is kept. */
  readonly keptMs: { readonly cells: number; readonly durations: number };
}

/** 13 months of at most 31 days: agreements and back-tests look back that far. */
const COUNTS_KEPT_MS = 403 * DAY_MS;
/** Older than this, durations are known by the hour only. */
export const MINUTE_DURATIONS_KEPT_MS = 48 * HOUR_MS;

const LONG = { cells: COUNTS_KEPT_MS, durations: COUNTS_KEPT_MS };

export const LEVELS = [
  {
    name: "minute",
    stepMs: MINUTE_MS,
    fileMs: DAY_MS,
    rowsMax: { cells: 50_000, durations: 200_000 },
    keptMs: { cells: COUNTS_KEPT_MS, durations: MINUTE_DURATIONS_KEPT_MS },
  },
  { name: "hour", stepMs: HOUR_MS, fileMs: 16 * DAY_MS, rowsMax: { cells: 100_000, durations: 400_000 }, keptMs: LONG },
  { name: "day", stepMs: DAY_MS, fileMs: 256 * DAY_MS, rowsMax: { cells: 200_000, durations: 800_000 }, keptMs: LONG },
] as const satisfies readonly Level[];
