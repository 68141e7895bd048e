import type { AskedDimension, Dictionaries, RecordColumns } from "#records";
import type { ClientBy, LogFormat } from "./formats.ts";
import type { LiveDecoding } from "./live-decoding.ts";
import type { Believed, Dropped } from "./record.ts";

/** What a decoder is told before its first line. */
export interface DecoderOptions {
  readonly format: LogFormat;
  readonly clientBy: ClientBy;
  /** The API of records that name none. */
  readonly api: string;
  /** When set, records that name another API are dropped as `unknownApi`. */
  readonly onlyApi: boolean;
  /**
   * Read anew for each line: whoever hands it in may move it with the clock. Zone offset is never guessed: formats
   * without a zone (HAProxy) are read as UTC, and the report says so.
   */
  readonly believed: Believed;
  /** Method and path (no query) → the operation's name. Called once for each distinct pair, then remembered. */
  readonly operationOf: (method: string, path: string) => string;
  /**
   * `operationOf` gives paths the same name that differ only in segments of nothing but digits ("/orders/17" and
   * "/orders/4711"), so it is called once for all of them. Of such paths the first one is asked for.
   */
  readonly numbersAlike: boolean;
  /** Which of these columns are filled too: most readers ask for none, and each costs a look-up for each record. */
  readonly dimensions: readonly AskedDimension[];
  readonly dictionaries: Dictionaries;
  /** What only a server asks for; a replay has no use for it. */
  readonly live?: LiveDecoding;
}

/** Turns lines into rows. One decoder reads one file. */
export interface Decoder {
  /**
   * Decodes the line bytes[start, end) (no line feed, no carriage return): appends a row to `columns` and
   * returns null, or returns why it was dropped. `columns` has room for it.
   */
  decode(bytes: Uint8Array, start: number, end: number, columns: RecordColumns): Dropped | null;
  /**
   * Decodes the line that begins at bytes[start] when it is an ordinary one that ends within `bytes`: appends its row
   * and returns where the next line begins. Returns -1, and nothing is done, when its end is to be found first.
   */
  decodeAhead(bytes: Uint8Array, start: number, columns: RecordColumns): number;
  /** With `live`, rows are whole only after this: it is to be called before anybody reads them, or takes their columns back. */
  settle(): void;
  /** Unknown fields seen so far, by name, with how many records had them (NDJSON; at most 100 names). */
  readonly unknownFields: ReadonlyMap<string, number>;
  /** Hands over what `unknownFields` has counted since the last call, and counts from 0 again; null when nothing. */
  takeUnknownFields(): Map<string, number> | null;
}
