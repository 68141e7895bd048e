import type { Source } from "#apis";
import { type Dictionaries, type RecordColumns, UNATTRIBUTED } from "#records";
import type { DropReason } from "./record.ts";

/** Dropped records that are shown of a source, the newest. */
const EXAMPLES_MAX = 10;

/** What a source delivered of an API since the server started. Instants in epoch ms. */
export interface SourceOfApi {
  readonly source: Source;
  readonly api: string;
  readonly kept: number;
  /** Of these, without a client. */
  readonly unattributed: number;
  /** Start of the latest request of which a record came. */
  readonly lastRecordAt: number;
  /** When a record came last. */
  readonly lastCameAt: number;
}

/** A record that was dropped, for a person. */
interface DroppedExample {
  readonly reason: DropReason;
  readonly detail: string;
  readonly at: number;
}

/** What a source delivered in vain since the server started; whose it was is often what was wrong with it. */
export interface DroppedOfSource {
  readonly source: Source;
  readonly reasons: ReadonlyMap<DropReason, number>;
  /** The newest last. */
  readonly examples: readonly DroppedExample[];
}

/** What came of a body, a piece of a log or whatever is taken at once. */
export interface Delivery {
  readonly columns: readonly RecordColumns[];
  readonly dropped: ReadonlyMap<DropReason, number>;
  readonly examples: readonly { readonly reason: DropReason; readonly detail: string }[];
}

interface Delivered {
  kept: number;
  unattributed: number;
  lastRecordAt: number;
  lastCameAt: number;
}

/** How the sources of records do: what each delivered of each API, when last, and what was dropped and why. */
export class SourceHealth {
  readonly #names: Dictionaries;
  readonly #delivered = new Map<Source, Map<number, Delivered>>();
  readonly #dropped = new Map<Source, { reasons: Map<DropReason, number>; examples: DroppedExample[] }>();
  readonly #sampled = new Map<Source, number>();

  constructor(names: Dictionaries) {
    this.#names = names;
  }

  /** Counts what was taken of a delivery: its records are durable. `now` in epoch ms. */
  took(source: Source, { columns, dropped, examples }: Delivery, now: number): void {
    for (const page of columns) this.#count(source, page, now);
    if (dropped.size > 0) this.#countDropped(source, { dropped, examples }, now);
  }

  /** Counts kept records that say that other requests were left out before they were seen: counts are too low. */
  tookSampled(source: Source, records: number): void {
    this.#sampled.set(source, this.sampledOf(source) + records);
  }

  sampledOf(source: Source): number {
    return this.#sampled.get(source) ?? 0;
  }

  /** Bounded by the number of APIs. */
  delivered(): SourceOfApi[] {
    return [...this.#delivered].flatMap(([source, apis]) =>
      [...apis].map(([api, counts]) => ({ source, api: this.#names.apis.nameOf(api), ...counts })),
    );
  }

  dropped(): DroppedOfSource[] {
    return [...this.#dropped].map(([source, told]) => ({ source, ...told }));
  }

  #count(source: Source, { api, client, at, length }: RecordColumns, now: number): void {
    const apis = this.#delivered.get(source) ?? new Map<number, Delivered>();
    this.#delivered.set(source, apis);
    let last = -1;
    let counts: Delivered | undefined;
    for (let row = 0; row < length; row++) {
      const id = api[row] as number;
      if (id !== last || counts === undefined) {
        counts = apis.get(id) ?? { kept: 0, unattributed: 0, lastRecordAt: 0, lastCameAt: 0 };
        apis.set(id, counts);
        last = id;
      }
      counts.kept++;
      if (client[row] === UNATTRIBUTED) counts.unattributed++;
      counts.lastRecordAt = Math.max(counts.lastRecordAt, at[row] as number);
      counts.lastCameAt = now;
    }
  }

  #countDropped(source: Source, { dropped, examples }: Omit<Delivery, "columns">, now: number): void {
    const told = this.#dropped.get(source) ?? { reasons: new Map<DropReason, number>(), examples: [] };
    this.#dropped.set(source, told);
    for (const [reason, count] of dropped) told.reasons.set(reason, (told.reasons.get(reason) ?? 0) + count);
    for (const { reason, detail } of examples) told.examples.push({ reason, detail, at: now });
    told.examples.splice(0, Math.max(0, told.examples.length - EXAMPLES_MAX));
  }
}
