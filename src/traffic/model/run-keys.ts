import { FOLDED, SUBJECT } from "./cells.ts";

/*
 * Of cells, the high half is (API, client), the low one (id of the key, time). Of durations, the high half is (subject,
 * API, id of the subject), the low one (bucket, time). So one API and one content lie together, sorted by client or
 * operation. The time is the number of the step within its file.
 */

/** Room for the steps of a file; the most has the day of minutes. */
export const TIME_BITS = 11;
const TIME_MASK = 2 ** TIME_BITS - 1;
/** Room for ids of clients and operations, moved so that the least of them, FOLDED, is 0. */
const SUBJECT_BITS = 17;
const ID_BASE = -FOLDED;
const ID_MASK = 2 ** SUBJECT_BITS - 1;
const API_MASK = 2 ** 10 - 1;
const SUBJECT_SHIFT = 27;

/** The high half for an API and an id; of durations, also whose they are. */
export function highOf(api: number, id: number, subject = 0): number {
  return (subject << SUBJECT_SHIFT) | (api << SUBJECT_BITS) | (id + ID_BASE);
}

/** The same for another subject; `high` has none. */
export function withSubject(high: number, subject: number): number {
  return (subject << SUBJECT_SHIFT) | high;
}

/** The API of a high half. */
export function apiOf(high: number): number {
  return (high >>> SUBJECT_BITS) & API_MASK;
}

/** The client or operation of a high half; 0 where it is a whole API's. */
export function idOf(high: number): number {
  return (high & ID_MASK) - ID_BASE;
}

/** Whose durations they are, by SUBJECT. */
export function subjectOf(high: number): number {
  return high >>> SUBJECT_SHIFT;
}

/** The low half for the id of a key, or a bucket, and a time. */
export function lowOf(part: number, time: number): number {
  return ((part << TIME_BITS) | time) >>> 0;
}

/** The time of a low half, within its file. */
export function timeOf(low: number): number {
  return low & TIME_MASK;
}

/** The id of the key, or the bucket, of a low half. */
export function partOf(low: number): number {
  return low >>> TIME_BITS;
}

/** The high half of what a row of durations folds to; those of a whole API stay. */
export function foldedHigh(high: number): number {
  const subject = subjectOf(high);
  return subject === SUBJECT.API || subject === SUBJECT.UPSTREAM ? high : highOf(apiOf(high), FOLDED, subjectOf(high));
}
