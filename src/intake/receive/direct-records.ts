import { every, type Interval } from "#kernel";
import { ASKED_DIMENSIONS, type Dictionaries, type RecordColumns } from "#records";
import { appendRecord } from "../append-record.ts";
import type { DecoderOptions } from "../model/decoder.ts";
import type { LiveDecoding } from "../model/live-decoding.ts";
import type { DecodedRecord, Dropped, DropReason } from "../model/record.ts";
import type { Delivery } from "../model/source-health.ts";
import { ColumnsPool } from "./columns-pool.ts";
import { AHEAD_MS } from "./receiver.ts";

/** Records wait so long at most before they are on their way to the log. */
const FLUSH_MS = 50;
/** So many are a batch of their own. */
const FLUSH_ROWS = 1_000;
/** Records that are on their way to the log at once: about ten seconds of ten thousand a second. */
const ROWS_MAX = 131_072;
const EXAMPLES_MAX = 10;

/** What records that are made in this process go through. */
export interface DirectRecordsOptions {
  readonly dictionaries: Dictionaries;
  readonly live: LiveDecoding;
  /** See `DecoderOptions`. */
  readonly operationOf: (method: string, path: string) => string;
  /** How far back a record may lie. */
  readonly retentionMs: number;
  /** As `IntakePorts.append`. */
  readonly append: (batch: { readonly columns: readonly RecordColumns[] }) => Promise<void>;
  /** Told what became durable, and what was dropped. */
  readonly took: (delivery: Delivery) => void;
  /** Told of records that will be in no count, as they are lost: of an API, and from which instant to which. */
  readonly lost: (lost: LostRecords) => void;
  /** Epoch ms. */
  readonly now: () => number;
  /** Told of each batch that could not be kept. */
  readonly report: (fault: unknown) => void;
}

/** Records of an API that are lost: when the first began, and behind the last; epoch ms. */
export interface LostRecords extends Interval {
  readonly api: string;
  readonly requests: number;
}

/** Records that are made in this process: into columns at once, to the log in batches. Whoever adds one never waits. */
export class DirectRecords {
  /** Records that the log did not take, or for which there was no room: they are in no count. */
  lost = 0;
  readonly #options: DirectRecordsOptions;
  readonly #decoding: DecoderOptions;
  readonly #believed = { from: 0, to: 0 };
  readonly #pool: ColumnsPool;
  readonly #cancel: () => void;
  #columns: RecordColumns[] = [];
  #rows = 0;
  #dropped = new Map<DropReason, number>();
  #examples: { reason: DropReason; detail: string }[] = [];
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: DirectRecordsOptions) {
    const { dictionaries, live, operationOf } = options;
    this.#options = options;
    this.#pool = new ColumnsPool(live.redaction.kept, ROWS_MAX);
    this.#decoding = {
      format: "ndjson",
      clientBy: { by: "field", name: "client" },
      api: "",
      onlyApi: false,
      believed: this.#believed,
      operationOf,
      numbersAlike: true,
      dimensions: ASKED_DIMENSIONS,
      dictionaries,
      live,
    };
    this.#cancel = every(FLUSH_MS, () => this.#flush());
  }

  /** Takes a record; an instant or an API that is not believed is dropped and counted as from any source. */
  add(record: DecodedRecord): void {
    if (this.#rows === 0) this.#look();
    const columns = this.#room();
    if (columns === undefined) {
      this.lost++;
      this.#options.lost({ api: record.api ?? "", from: record.at, to: record.at + 1, requests: 1 });
      return;
    }
    const dropped = appendRecord(record, this.#decoding, columns);
    if (dropped !== null) this.#drop(dropped);
    else if (++this.#rows >= FLUSH_ROWS) this.#flush();
  }

  /** Ends when all that was added is durable, or lost. */
  async stop(): Promise<void> {
    this.#cancel();
    this.#flush();
    await Promise.all(this.#underWay);
  }

  #look(): void {
    const now = this.#options.now();
    this.#believed.from = now - this.#options.retentionMs;
    this.#believed.to = now + AHEAD_MS;
  }

  #room(): RecordColumns | undefined {
    const last = this.#columns.at(-1);
    if (last !== undefined && last.length < last.capacity) return last;
    const more = this.#pool.take(last === undefined);
    if (more !== undefined) this.#columns.push(more);
    return more;
  }

  #drop({ drop, detail }: Dropped): void {
    this.#dropped.set(drop, (this.#dropped.get(drop) ?? 0) + 1);
    if (this.#examples.length < EXAMPLES_MAX) this.#examples.push({ reason: drop, detail });
  }

  #flush(): void {
    if (this.#rows === 0 && this.#dropped.size === 0) return;
    const delivery = { columns: this.#columns, dropped: this.#dropped, examples: this.#examples };
    const rows = this.#rows;
    this.#columns = [];
    this.#rows = 0;
    this.#dropped = new Map();
    this.#examples = [];
    const keeping = this.#keep(delivery, rows).finally(() => this.#underWay.delete(keeping));
    this.#underWay.add(keeping);
  }

  async #keep(delivery: Delivery, rows: number): Promise<void> {
    const { append, took, report } = this.#options;
    try {
      if (rows > 0) await append({ columns: delivery.columns });
      took(delivery);
    } catch (error) {
      this.lost += rows;
      for (const columns of delivery.columns) this.#lose(columns);
      report(error);
    } finally {
      this.#pool.give(delivery.columns);
    }
  }

  /** Rows of one API that follow each other are told at once. */
  #lose({ api, at, length }: RecordColumns): void {
    const { dictionaries, lost } = this.#options;
    for (let row = 0; row < length;) {
      const [id, first] = [api[row], row];
      let [from, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (; row < length && api[row] === id; row++) {
        from = Math.min(from, at[row] as number);
        last = Math.max(last, at[row] as number);
      }
      lost({ api: dictionaries.apis.nameOf(id as number), from, to: last + 1, requests: row - first });
    }
  }
}
