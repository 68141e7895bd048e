import {
  type Believed,
  type ClientBy,
  clientByText,
  type Decoder,
  type DecoderOptions,
  defaultClientBy,
  detectFormat,
  type DropReason,
  type Dropped,
  LINE_BYTES_MAX,
  LineSplitter,
  type LineTaker,
  type LogFormat,
  openDecoder,
  refuseClientBy,
} from "#intake";
import { type Dictionaries, RecordColumns } from "#records";
import { Refusal } from "#kernel";
import type { Progress } from "./progress.ts";
import type { DropExample } from "./report.ts";
import type { Source } from "../input/source.ts";

const BATCH_ROWS = 8_192;
/** What detection looks at, and what is held back until it has. */
const HEAD_BYTES = 65_536;
const LINE_FEED = 10;
const EXAMPLES_PER_REASON = 3;

export interface ReadingOptions {
  readonly format: LogFormat | "auto";
  /** Absent: what the format can tell best. */
  readonly clientBy: ClientBy | undefined;
  readonly api: string;
  readonly onlyApi: boolean;
  readonly believed: Believed;
  readonly operationOf: (method: string, path: string) => string;
  /** See `DecoderOptions`. */
  readonly numbersAlike: boolean;
  /** See `DecoderOptions`. */
  readonly dimensions: DecoderOptions["dimensions"];
  readonly dictionaries: Dictionaries;
}

/** How one input was read. */
export interface FileRead {
  readonly name: string;
  readonly format: LogFormat;
  readonly clientBy: string;
  lines: number;
  malformed: number;
  /** The first malformed line and the other format that it fits, if any. */
  other: { readonly line: number; readonly format: LogFormat } | undefined;
}

/** Lines → batches of records. read = kept + every dropped reason; blank lines are no records and counted apart. */
export class Reading implements LineTaker {
  read = 0;
  kept = 0;
  blank = 0;
  readonly dropped = new Map<DropReason, number>();
  readonly examples: DropExample[] = [];
  readonly files: FileRead[] = [];
  readonly emptyFiles: string[] = [];
  readonly unknownFields = new Map<string, number>();
  readonly #options: ReadingOptions;
  readonly #onBatch: (columns: RecordColumns) => void;
  readonly #columns = new RecordColumns(BATCH_ROWS);
  #decoder: Decoder | undefined;
  #file: FileRead | undefined;
  #name = "";
  #line = 0;
  /** The start of the input is one line that is too long, and its end has not come yet. */
  #overlong = false;

  constructor(options: ReadingOptions, onBatch: (columns: RecordColumns) => void) {
    this.#options = options;
    this.#onBatch = onBatch;
  }

  /** Reads one input to its end. Refuses one whose format cannot be told. */
  async readAll(source: Source, progress: Progress): Promise<void> {
    const splitter = new LineSplitter(this);
    this.#line = 0;
    this.#decoder = undefined;
    this.#name = source.name;
    this.#overlong = false;
    let head: Buffer = Buffer.alloc(0);
    for await (const chunk of source.chunks()) {
      if (this.#decoder === undefined) {
        head = this.#withoutOverlong(Buffer.concat([head, chunk]), splitter);
        if (head.length <= HEAD_BYTES) continue;
        this.#begin(source, head, splitter);
      } else splitter.push(chunk);
      progress.show(this.read);
    }
    if (this.#decoder === undefined) this.#begin(source, head, splitter);
    splitter.end();
    this.#finish();
  }

  line(bytes: Uint8Array, start: number, end: number): void {
    this.#line++;
    if (end === start) {
      this.blank++;
      return;
    }
    this.read++;
    const dropped = (this.#decoder as Decoder).decode(bytes, start, end, this.#columns);
    if (dropped !== null) {
      this.#drop(dropped);
      if (dropped.drop === "malformed") this.#malformed(bytes.subarray(start, end));
      return;
    }
    this.kept++;
    if (this.#columns.length === BATCH_ROWS) this.#flush();
  }

  tooLong(): void {
    this.#line++;
    this.read++;
    this.#drop({ drop: "tooLong", detail: `the line has more than ${LINE_BYTES_MAX} bytes` });
  }

  /** Lines that are too long tell nothing of the format: those at the start are dropped before it is looked for. */
  #withoutOverlong(head: Buffer, splitter: LineSplitter): Buffer {
    const end = head.indexOf(LINE_FEED);
    const length = end < 0 ? head.length : end;
    if (!this.#overlong && length <= LINE_BYTES_MAX) return head;
    splitter.push(end < 0 ? head : head.subarray(0, end + 1));
    this.#overlong = end < 0;
    return end < 0 ? Buffer.alloc(0) : this.#withoutOverlong(head.subarray(end + 1), splitter);
  }

  #begin(source: Source, head: Buffer, splitter: LineSplitter): void {
    const bytes = withoutByteOrderMark(head);
    if (bytes.length === 0) {
      if (this.#line === 0 && !this.#overlong) this.emptyFiles.push(source.name);
      return;
    }
    const format = this.#options.format === "auto" ? formatOf(source.name, bytes) : this.#options.format;
    const clientBy = this.#options.clientBy ?? defaultClientBy(format);
    refuseClientBy(format, clientBy);
    this.#decoder = openDecoder({ ...this.#options, format, clientBy });
    this.#file = {
      name: source.name,
      format,
      clientBy: clientByText(clientBy),
      lines: 0,
      malformed: 0,
      other: undefined,
    };
    this.files.push(this.#file);
    splitter.push(bytes);
  }

  #finish(): void {
    this.#flush();
    if (this.#file !== undefined) this.#file.lines = this.#line;
    for (const [name, count] of this.#decoder?.unknownFields ?? []) {
      this.unknownFields.set(name, (this.unknownFields.get(name) ?? 0) + count);
    }
  }

  #flush(): void {
    this.#onBatch(this.#columns);
    this.#columns.length = 0;
  }

  #drop(dropped: Dropped): void {
    const count = (this.dropped.get(dropped.drop) ?? 0) + 1;
    this.dropped.set(dropped.drop, count);
    if (count > EXAMPLES_PER_REASON) return;
    this.examples.push({
      file: this.#name,
      line: this.#line,
      reason: dropped.drop,
      detail: dropped.detail,
    });
  }

  /** The first malformed line of a file is asked whether it is of another format: two logs in one file are common. */
  #malformed(line: Uint8Array): void {
    const file = this.#file as FileRead;
    file.malformed++;
    if (file.malformed > 1) return;
    const detection = detectFormat(Buffer.concat([line, Buffer.from("\n")]));
    if ("format" in detection && detection.format !== file.format) {
      file.other = { line: this.#line, format: detection.format };
    }
  }
}

function formatOf(name: string, head: Uint8Array): LogFormat {
  const detection = detectFormat(head);
  if ("format" in detection) return detection.format;
  throw new Refusal("invalid", `replay.${detection.refused}`, `${name}, line 1: ${detection.detail}`, {
    file: name,
    line: 1,
  });
}

function withoutByteOrderMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
