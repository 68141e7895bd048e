/** The client id of a row that names none. */
export const NO_CLIENT = -1;

/** What a counts file holds: rows in the order of their slots, parallel arrays of `length`. */
export interface Counts {
  readonly name: string;
  readonly length: number;
  /** Start of the slot, epoch ms, on the ten-second grid. */
  readonly slots: Float64Array;
  /** Index in `clientNames`; NO_CLIENT without one. */
  readonly clients: Int32Array;
  readonly valid: Float64Array;
  readonly bad: Float64Array;
  readonly clientNames: readonly string[];
  /** Whether the file has a column for clients. */
  readonly hasClients: boolean;
  /** Length of a slot, ms; a multiple of 10 s. */
  readonly slotMs: number;
  /** All rows are of one slot, so that its length could not be seen: 10 s was taken. */
  readonly isSlotAssumed: boolean;
  /** How often a running total started again from 0; undefined when the file has none. */
  readonly resets: number | undefined;
}
