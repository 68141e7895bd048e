import { mkdir } from "node:fs/promises";
import { type Interval, invariant, Refusal } from "#kernel";
import { Dictionaries, type RecordColumns } from "../model/columns.ts";
import type { WideField } from "../model/wide-columns.ts";
import type { DurableFrame, LogPosition } from "./durable-frame.ts";
import { FrameWriter } from "./frame-writer.ts";
import { GroupCommit } from "./group-commit.ts";
import { type LogFiles, NODE_FILES } from "./log-files.ts";
import { LOG_LIMITS, type LogLimits } from "./log-limits.ts";
import type { Batch, OpenFrame } from "./open-frame.ts";
import { Recovery, type Recovered } from "./recovery.ts";
import { scanSegments } from "./scan.ts";
import type { Segment } from "./segment.ts";
import type { Damage } from "./walk-segment.ts";

export interface RecordLogOptions {
  /** Made when absent. One process at a time: see `lockDirectory`. */
  readonly directory: string;
  readonly clock: { now(): number };
  /** The texts that are kept; of others nothing is written. */
  readonly wide: readonly WideField[];
  readonly limits?: Partial<LogLimits>;
  readonly files?: LogFiles;
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

  /** Reads back what is there: names first, so that who counts by their ids can be made before `start`. */
  static async open(options: RecordLogOptions): Promise<RecordLog> {
    const { directory, wide, files = NODE_FILES } = options;
    await mkdir(directory, { recursive: true });
    const names = new Dictionaries();
    const recovered = await new Recovery({ directory, wide, names }).run();
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
    const onSegment = (segment: Segment): void => void this.#segments.push(segment);
    this.#writer = new FrameWriter({ directory, clock, limits, files, names, end, onSegment });
    this.#queue = new GroupCommit(wide, limits, (frame) => this.#commit(frame));
  }

  /**
   * Hands over the frames from `from` on, in log order, and from then on each new one as soon as it is durable. Nothing
   * can be appended before. What `onDurable` throws breaks the log. Refuses a position that the log has not reached.
   */
  async start(from: LogPosition, onDurable: (frame: DurableFrame) => void): Promise<void> {
    if (from > this.position) throw ahead(from, this.position);
    const { directory, wide } = this.#options;
    if (from < this.position) {
      await new Recovery({ directory, wide, names: new Dictionaries(), handOver: { from, onDurable } }).run();
    }
    this.#onDurable = onDurable;
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

  /** Pages of the records whose `at` is within the range, in log order; each is valid until the next one is asked for. */
  scan(range: Interval): AsyncIterable<RecordColumns> {
    const { wide } = this.#options;
    return scanSegments({ segments: () => [...this.#segments], range, wide, onDamage: (damage) => this.#tell(damage) });
  }

  /** Takes nothing more, and answers when what was taken is durable. */
  async close(): Promise<void> {
    await this.#queue.close();
    await this.#writer.endSegment();
  }

  async #commit(frame: OpenFrame): Promise<void> {
    const { position } = this;
    invariant(this.#onDurable !== null, "the log was not started");
    const writtenAt = await this.#writer.write(frame);
    const { pages: columns, batchIds } = frame;
    this.#onDurable({ position, next: this.position, columns, batchIds, writtenAt });
  }

  #tell(damage: Damage): void {
    const known = this.#damage.some(({ path, offset }) => path === damage.path && offset === damage.offset);
    if (!known) this.#damage.push(damage);
  }
}

function ahead(from: LogPosition, position: LogPosition): Refusal {
  return new Refusal(
    "conflict",
    "log.position-ahead",
    `The snapshot belongs to position ${from}, but the record log ends at ${position}: part of the log is missing, or it is another log. Put the log back that belongs to the snapshot, or remove the snapshot, and everything is counted again from the log.`,
    { from, position },
  );
}

/** The last segment, unless something is wrong with it: a new one begins with all names. */
function segmentToGoOn({ segments, damage }: Recovered): Segment | null {
  const last = segments.at(-1);
  const sound = last !== undefined && !last.packed && last.bytes > 0 && damage.every(({ path }) => path !== last.path);
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
