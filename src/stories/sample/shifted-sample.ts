import { templateOf } from "#apis";
import { type Decoder, LineSplitter, openDecoder } from "#intake";
import { ASKED_DIMENSIONS, type Dictionaries, RecordColumns, type WideField } from "#records";

/** Where the records of a sample go. */
export interface SampleTarget {
  readonly api: string;
  /** Epoch ms. */
  readonly now: number;
  readonly dictionaries: Dictionaries;
  /** Texts that are kept of a record. */
  readonly wide: readonly WideField[];
}

const LINE_FEED = 0x0a;

/**
 * An access log in combined format, moved in time as a whole so that its last request starts now: what lay an hour apart
 * still does. The client is the address, the operation a guess from the path. Records keep the order of their lines;
 * lines that are no request of the format are left out, and an empty log gives no records.
 */
export function shiftedSample(log: Buffer, target: SampleTarget): RecordColumns {
  const columns = new RecordColumns(lineCount(log), target.wide);
  const decoder = sampleDecoder(target);
  const splitter = new LineSplitter({
    line: (bytes, start, end) => void decoder.decode(bytes, start, end, columns),
    tooLong: () => undefined,
  });
  splitter.push(log);
  splitter.end();
  moveToEndAt(columns, target.now);
  return columns;
}

function sampleDecoder({ api, dictionaries }: SampleTarget): Decoder {
  return openDecoder({
    format: "combined",
    clientBy: { by: "ip" },
    api,
    onlyApi: false,
    believed: { from: 0, to: Number.MAX_SAFE_INTEGER },
    operationOf: (method, path) => `${method} ${templateOf(path)}`,
    numbersAlike: true,
    dimensions: ASKED_DIMENSIONS,
    dictionaries,
  });
}

/** At least as many as there are lines; the last one may lack its line feed. */
function lineCount(log: Buffer): number {
  let lines = 1;
  for (let at = log.indexOf(LINE_FEED); at >= 0; at = log.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}

function moveToEndAt({ at, length }: RecordColumns, now: number): void {
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < length; row++) last = Math.max(last, at[row] as number);
  for (let row = 0; row < length; row++) at[row] = (at[row] as number) + (now - last);
}
