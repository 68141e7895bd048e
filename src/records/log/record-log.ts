import { mkdir } from "node:fs/promises";
import { type Clock, type Interval, invariant, Refusal } from "#kernel";
import { Dictionaries, type RecordColumns } from "../model/columns.ts";
import type { WideField } from "../model/wide-columns.ts";
import type { RecordPage, RecordQuery } from "../search/record-query.ts";
import { searchRecords } from "../search/search-records.ts";
import type { DurableFrame, LogPosition } from "./durable-frame.ts";
import { FrameWriter, type WrittenFrame } from "./frame-writer.ts";
import { GroupCommit } from "./group-commit.ts";
import { handOver } from "./hand-over.ts";
import { type LogFiles, NODE_FILES } from "./log-files.ts";
import { LOG_LIMITS, type LogLimits } from "./log-limits.ts";
import type { Batch, OpenFrame } from "./open-frame.ts";
import { Recovery, type Recovered } from "./recovery.ts";
import { type Deleted, recordsOf, type Retention } from "./retention.ts";
import { type LogNow, scanSegments } from "./scan.ts";
import type { Segment } from "./segment.ts";
import { Upkeep } from "./upkeep.ts";
import type { Damage } from "./walk-segment.ts";

export interface RecordLogOptions {
  /** Made when absent. One process at a time: see `lockDirectory`. */
  readonly directory: string;
  readonly clock: Clock;
  /** The texts that are kept; of others nothing is written. */
  readonly wide: readonly WideField[];
  readonly limits?: Partial<LogLimits>;
  readonly files?: LogFiles;
  /** What went wrong beside the answers: compressing a segment, which is tried again, and a write that broke the log. */
  readonly onTrouble: (error: unknown) => void;
}

/** How much a log holds. */
export interface LogSize {
  /** The oldest frame that is there, or the next one. */
  readonly first: LogPosition;
  readonly segments: number;
  readonly records: number;
  readonly bytes: number;
  /** The oldest `at` of its first block; null when it is empty. */
  readonly from: number | null;
}

/** Records on disk, in the order in which they came. */
export class RecordLog {
  /** Names behind the ids; an id never changes. */
  readonly names: Dictionaries;
  /** Bytes of a frame that a stop in the middle of its write left, and that were cut when the log opened. */
  readonly tornBytes: number;
  readonly #options: RecordLogOptions;
  readonly #writer: FrameWriter;
  readonly #queue: GroupCommit;
  readonly #segments: Segment[];
  readonly #damage: Damage[];
  #onDurable: ((frame: DurableFrame) => void) | null = null;
  readonly #upkeep: Upkeep;
  readonly #limits: LogLimits;

  /** Reads back what is there: names first, so that who counts by their ids can be made before `start`. */
  static async open(options: RecordLogOptions): Promise<RecordLog> {
    const { directory, files = NODE_FILES } = options;
    await mkdir(directory, { recursive: true });
    const names = new Dictionaries();
    const recovered = await new Recovery({ directory, names }).run();
    await cutTorn(recovered, files);
    return new RecordLog(options, names, recovered);
  }

  /** For `open` only. */
  constructor(options: RecordLogOptions, names: Dictionaries, recovered: Recovered) {
    const { directory, clock, wide, files = NODE_FILES } = options;
    const limits = { ...LOG_LIMITS, ...options.limits };
    this.names = names;
    this.tornBytes = recovered.tornBytes;
    this.#options = options;
    this.#segments = [...recovered.segments];
    this.#damage = [...recovered.damage];
    const { position, rows } = recovered;
    const end = { position, rows, segment: segmentToGoOn(recovered) };
    const onSegment = (segment: Segment): void => {
      this.#segments.push(segment);
      void this.#upkeep.compress();
    };
    const onDamage = (damage: Damage): void => this.#tell(damage);
    const { onTrouble } = options;
    this.#limits = limits;
    this.#writer = new FrameWriter({ directory, clock, limits, files, names, end, onSegment });
    this.#queue = new GroupCommit(wide, limits, (frame) => this.#commit(frame));
    this.#upkeep = new Upkeep({ directory, files, names, wide, segments: this.#segments, onDamage, onTrouble });
  }

  /**
   * Hands over the frames from `from` on, in log order, and from then on each new one as soon as it is durable. Nothing
   * can be appended before. What `onDurable` throws breaks the log. Refuses a position that the log has not reached.
   */
  async start(from: LogPosition, onDurable: (frame: DurableFrame) => void): Promise<void> {
    if (from > this.position) throw ahead(from, this.position);
    const segments = [...this.#segments];
    await handOver({ segments, from, onDurable, onDamage: (damage) => this.#tell(damage) });
    this.#onDurable = onDurable;
    void this.#upkeep.compress();
  }

  /** All frames before it were handed over. */
  get position(): LogPosition {
    return this.#writer.position;
  }

  /** Stretches of files that are not what was written, as far as they were read. */
  get damage(): readonly Damage[] {
    return this.#damage;
  }

  /**
   * Copies the batch at once and answers when it is durable and was handed over. Refuses with `log.disk-full`,
   * `log.full` or `log.broken`, and then nothing of the batch is kept, save that a log which broke while it was written
   * may show it after the next start.
   */
  append(batch: Batch): Promise<void> {
    return this.#queue.append(batch);
  }

  /**
   * Pages of the records whose `at` is within the range, in log order; each is valid until the next one is asked for.
   * Records that were handed over before the first page is asked for are in it, later ones are not.
   */
  scan(range: Interval): AsyncIterable<RecordColumns> {
    const { wide } = this.#options;
    const now = (): LogNow => ({ segments: [...this.#segments], end: this.position });
    return scanSegments({ now, range, wide, onDamage: (damage) => this.#tell(damage) });
  }

  /** Newest first, page by page, the newest second included. A search that finds little looks at part of the log in each call. */
  search(query: RecordQuery): Promise<RecordPage> {
    const { wide } = this.#options;
    const onDamage = (damage: Damage): void => this.#tell(damage);
    const rowsMax = this.#limits.searchRowsMax;
    return searchRecords({ segments: [...this.#segments], names: this.names, wide, rowsMax, onDamage }, query);
  }

  /** Deletes what is older, or more, than is to be kept: whole segments, the oldest first, never the one being written. */
  retain(retention: Retention): Promise<Deleted> {
    return this.#upkeep.retain(retention, this.#options.clock.now());
  }

  /** Copies the log, up to what is durable when the copy begins, into a directory, which is made when absent and must be empty. */
  async copyTo(directory: string): Promise<void> {
    await mkdir(directory, { recursive: true });
    await this.#upkeep.copyTo(directory);
  }

  /** Why nothing would be taken now; null when it would. */
  async refusalNow(): Promise<Refusal | null> {
    return this.fault ?? (await this.#writer.refusalNow());
  }

  /** Why nothing is taken until the log is opened again; null while all is well. */
  get fault(): Refusal | null {
    return this.#queue.broken;
  }

  /** What lies on the disk. */
  get size(): LogSize {
    return { ...sizeOf(this.#segments), first: this.#first() };
  }

  #first(): LogPosition {
    const oldest = this.#segments.find(({ table }) => table.length > 0);
    return oldest?.table.get(0).firstFrame ?? this.position;
  }

  /** Answers when all closed segments are compressed, or that failed. */
  settled(): Promise<void> {
    return this.#upkeep.compress();
  }

  /** Takes nothing more, and answers when what was taken is durable. */
  async close(): Promise<void> {
    await this.#queue.close();
    await this.#upkeep.close();
    await this.#writer.endSegment();
  }

  async #commit(frame: OpenFrame): Promise<void> {
    const { position } = this;
    invariant(this.#onDurable !== null, "the log was not started");
    const written = await this.#written(frame);
    this.#writer.accept(written);
    const { pages: columns, batchIds } = frame;
    this.#onDurable({ position, next: this.position, columns, batchIds, writtenAt: written.writtenAt });
  }

  async #written(frame: OpenFrame): Promise<WrittenFrame> {
    try {
      return await this.#writer.write(frame);
    } catch (error) {
      // A full disk is told to each sender, and passes; this does not.
      if (!(error instanceof Refusal)) this.#options.onTrouble(error);
      throw error;
    }
  }

  #tell(damage: Damage): void {
    const known = this.#damage.some(({ path, offset }) => path === damage.path && offset === damage.offset);
    if (!known) this.#damage.push(damage);
  }
}

function sizeOf(segments: readonly Segment[]): Omit<LogSize, "first"> {
  const sum = (of: (segment: Segment) => number): number => segments.reduce((total, one) => total + of(one), 0);
  const starts = segments.flatMap(({ table }) => (table.length === 0 ? [] : [table.minAt(0)]));
  return {
    segments: segments.length,
    records: sum(recordsOf),
    bytes: sum(({ bytes }) => bytes),
    from: starts[0] ?? null,
  };
}

function ahead(from: LogPosition, position: LogPosition): Refusal {
  return new Refusal(
    "unavailable",
    "log.position-ahead",
    `The snapshot belongs to position ${from}, but the record log ends at ${position}: part of the log is missing, or it is another log. Put the log back that belongs to the snapshot, or remove the snapshot, and everything is counted again from the log.`,
    { from, position },
  );
}

/** The last segment, unless something is wrong with it: a new one begins with all names. */
function segmentToGoOn({ segments, damage }: Recovered): Segment | null {
  const last = segments.at(-1);
  const sound = last !== undefined && !last.packed && damage.every(({ path }) => path !== last.path);
  return sound ? last : null;
}

async function cutTorn({ segments, tornBytes }: Recovered, files: LogFiles): Promise<void> {
  const last = segments.at(-1);
  if (last === undefined || tornBytes === 0) return;
  const file = await files.open(last.path);
  await file.truncate(last.bytes);
  await file.sync();
  await file.close();
}
