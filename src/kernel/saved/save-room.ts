import type { SaveWriter } from "./save-writer.ts";

/** What is saved next is about as long as what was saved last: an eighth more is made ready. */
const MORE = 9 / 8;
const PAGE = 4096;
/** Pages between two yields: a millisecond where the system is slow to give them. */
const PAGES_IN_A_SLICE = 64;

/** Memory that is made ready before the moment of a save, which must be short: new memory comes page by page, when it is first written to. */
export class SaveRoom {
  #lastBytes = 0;
  #room: Uint8Array | undefined;

  /** What was restored says how much the first save will be. */
  expect(bytes: number): void {
    this.#lastBytes = bytes;
  }

  *make(): Generator<void, void> {
    const room = new Uint8Array(Math.ceil(this.#lastBytes * MORE));
    for (let at = 0, pages = 1; at < room.length; at += PAGE, pages++) {
      room[at] = 0;
      if (pages % PAGES_IN_A_SLICE === 0) yield;
    }
    this.#room = room;
  }

  /** What a writer has, in the room that was made if it is enough. The room goes with it. */
  filledBy(writer: SaveWriter): Uint8Array {
    const bytes = writer.finish(this.#room);
    this.#room = undefined;
    this.#lastBytes = bytes.length;
    return bytes;
  }
}
