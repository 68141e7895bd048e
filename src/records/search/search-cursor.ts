import { Refusal } from "#kernel";

const CURSOR = /^(\d{1,16})\.(\d{1,16})$/;

/** A place in the order newest first: by `at`, then by row number in the log. */
export interface RowPlace {
  readonly at: number;
  readonly row: number;
}

export function cursorText({ at, row }: RowPlace): string {
  return `${at}.${row}`;
}

/** Refuses what no page gave. */
export function parseCursor(text: string): RowPlace {
  const match = CURSOR.exec(text);
  if (match === null) {
    throw new Refusal(
      "invalid",
      "records.bad-cursor",
      "The cursor is not one that a page of records gave. Take `next` of the last page as it is, or begin again without a cursor.",
    );
  }
  return { at: Number(match[1]), row: Number(match[2]) };
}
