/**
 * The key of a cell: what its requests have in common. TIME is the number of the minute, hour or day since the
 * epoch; STATUS the status code; CLASS the index in CLASSES; the others are ids of the dictionaries, UNATTRIBUTED
 * or NOT_TOLD (−1), or FOLDED.
 */
export const CELL = {
  TIME: 0,
  API: 1,
  CLIENT: 2,
  OPERATION: 3,
  STATUS: 4,
  CLASS: 5,
  PLAN: 6,
  VERSION: 7,
  REGION: 8,
  RELEASE: 9,
} as const;
export const CELL_WIDTH = 10;

/** What is summed in a cell. UNTIMED: those of the requests that have no duration. */
export const SUM = { REQUESTS: 0, UNTIMED: 1, DURATION_US: 2, RESPONSE_BYTES: 3 } as const;
export const SUM_WIDTH = 4;

/** The id of what was summed up because there was no room for its parts; it reads `__other__`. */
export const FOLDED = -2;

/** The key of a count of durations: ID is an operation or a client by `SUBJECT`, BUCKET that of the kernel's histogram. */
export const DURATION = { TIME: 0, API: 1, SUBJECT: 2, ID: 3, BUCKET: 4 } as const;
export const DURATION_WIDTH = 5;

/** Whose durations they are: of the whole API (ID is 0), of an operation, of a client; of what is behind an API's gateway (ID is 0). */
export const SUBJECT = { API: 0, OPERATION: 1, CLIENT: 2, UPSTREAM: 3 } as const;

/** Folds the smaller dimensions of the key of a cell. */
export function foldCell(key: Int32Array): void {
  key[CELL.OPERATION] = FOLDED;
  key[CELL.PLAN] = FOLDED;
  key[CELL.VERSION] = FOLDED;
  key[CELL.REGION] = FOLDED;
  key[CELL.RELEASE] = FOLDED;
}
