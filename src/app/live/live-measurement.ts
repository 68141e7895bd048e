import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Source } from "#apis";
import { AHEAD_MS, type IdempotencyRegister, type Redaction } from "#intake";
import { type Clock, DAY_MS, floorTo, giveBack, nextTurn } from "#kernel";
import {
  type FileSlotLists,
  GRID_MS,
  type LiveObjectives,
  type Objective,
  type SavedLists,
  type TickOutcome,
} from "#objectives";
import { RecordLog } from "#records";
import type { TrafficCounts } from "#traffic";
import type { ServerSettings } from "../config/server-settings.ts";
import { Flow } from "../flow.ts";
import { goOn } from "../snapshot/go-on.ts";
import { copyMeasured } from "../snapshot/copy-measured.ts";
import { measuredState } from "../snapshot/measured-state.ts";
import { CountMarks } from "../snapshot/count-marks.ts";
import { MEASURED, SnapshotFiles } from "../snapshot/snapshot-files.ts";
import type { EventStream } from "../stream/event-stream.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { inSlices } from "./in-slices.ts";
import { LiveApis, type TakenApi, type ToldLoss } from "./live-apis.ts";
import type { RegisteredClients } from "./registered-clients.ts";
import { TickLoop } from "./tick-loop.ts";

export interface MeasurementOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly settings: ServerSettings;
  readonly apis: readonly TakenApi[];
  /** Of which time records are missing, as gateways told. */
  readonly losses: readonly ToldLoss[];
  readonly redaction: Redaction;
  readonly clients: RegisteredClients;
  readonly stream: EventStream;
  /** Told what delivered records of an API first. */
  readonly onFirstSource: (api: string, source: Source) => void;
  /** Told of what went wrong beside the way of the records. */
  readonly report: (fault: unknown) => void;
  /** Keeps what a tick changed. */
  readonly keep: (outcome: TickOutcome) => Promise<void>;
}

/** Parts of a snapshot that have buffers of their own, of tens of megabytes. */
const LARGE = ["objectives", "traffic"] as const;

interface MeasurementParts {
  readonly log: RecordLog;
  readonly traffic: TrafficCounts;
  readonly objectives: LiveObjectives;
  readonly lists: FileSlotLists;
  readonly apis: LiveApis;
  readonly register: IdempotencyRegister;
  readonly ticks: TickLoop;
  readonly snapshots: SnapshotFiles;
  readonly marks: CountMarks;
}

/** All that is measured while the server runs: the record log, and what is counted and judged from it. */
export class LiveMeasurement {
  readonly log: RecordLog;
  readonly traffic: TrafficCounts;
  readonly objectives: LiveObjectives;
  readonly apis: LiveApis;
  readonly register: IdempotencyRegister;
  readonly ticks: TickLoop;
  readonly #options: MeasurementOptions;
  readonly #parts: MeasurementParts;
  /** What the snapshot before the last one refers to. */
  #listsBefore: SavedLists | null = null;
  /** Copies under way: what they copy must not be deleted. */
  #copies = 0;
  #markedDay: number;

  constructor(options: MeasurementOptions, parts: MeasurementParts) {
    this.#options = options;
    this.#parts = parts;
    this.log = parts.log;
    this.traffic = parts.traffic;
    this.objectives = parts.objectives;
    this.apis = parts.apis;
    this.register = parts.register;
    this.ticks = parts.ticks;
    const [mark] = parts.marks.newestFirst();
    this.#markedDay = Math.floor((mark?.at ?? -Infinity) / DAY_MS);
  }

  /** Goes on from the newest snapshot and what the log has since; without a snapshot, counts the whole log. */
  static async open(options: MeasurementOptions): Promise<LiveMeasurement> {
    const { directory, clock, settings, stream, keep, report } = options;
    mkdirSync(directory, { recursive: true });
    const snapshots = new SnapshotFiles(directory, MEASURED);
    const marks = new CountMarks(directory);
    const limits = { freeBytesMin: settings.freeSpace };
    const wide = options.redaction.kept;
    const log = await RecordLog.open({ directory: join(directory, "log"), clock, wide, limits, onTrouble: report });
    const { names } = log;
    const found = goOn({
      directory,
      clock,
      log,
      snapshots,
      marks,
      report,
      isRegistered: (client, known) => options.clients.isRegistered(client, known),
    });
    const { traffic, lists, objectives, register, saved, countedTo } = found;
    const apis = new LiveApis({
      objectives,
      names,
      clientsMax: settings.clients.observedMax,
      onFirstSource: options.onFirstSource,
    });
    const changed = apis.begin(options.apis);
    apis.expect(options.losses);
    const flow = new Flow(
      { traffic, objectives, apis, register, stream, clock, report },
      { at: saved?.at ?? Number.NEGATIVE_INFINITY, countedTo },
    );
    await log.start(saved?.position ?? 0, (frame) => flow.take(frame));
    const { at, outcomes } = flow.goLive();
    for (const outcome of outcomes) await keep(outcome);
    const started = Math.max(at, floorTo(clock.now(), GRID_MS));
    apis.startRunning(started);
    // What fired after the last frame was told already: it must fire before anybody asks what is over.
    if (Number.isFinite(at) && started > at) await keep(objectives.tick(started));
    const ticks = new TickLoop({ objectives, onRun: (from, to) => apis.ran(from, to), keep }, started);
    const measurement = new LiveMeasurement(options, {
      log,
      traffic,
      objectives,
      lists,
      apis,
      register,
      ticks,
      snapshots,
      marks,
    });
    for (const { api, objectives: promised } of changed) await measurement.replaceObjectives(api, promised);
    return measurement;
  }

  /** Writes a snapshot. To be called between ticks. */
  async snapshot(): Promise<void> {
    const { log, traffic, objectives, lists, register, ticks, snapshots } = this.#parts;
    await collectGarbage();
    for (const _ of objectives.makeRoom()) await nextTurn();
    await inSlices(traffic.makeReady());
    const before = lists.save();
    const parts = await measuredState({ position: log.position, at: ticks.at, traffic, objectives, lists, register });
    await snapshots.write(parts);
    giveBack(...LARGE.map((name) => parts.get(name)).filter((bytes) => bytes !== undefined));
    if (this.#listsBefore !== null && this.#copies === 0) lists.sweep(this.#listsBefore);
    this.#listsBefore = before;
  }

  /** What it takes on disk: records, counts and slot lists. */
  get bytesOnDisk(): number {
    return this.log.size.bytes + this.traffic.sizes().bytesOnDisk + this.#parts.lists.bytes;
  }

  /**
   * Copies a new snapshot, and all that it refers to beside the log, into a folder. `between` does work between ticks:
   * the snapshot is of such a moment, the rest is copied while records go on.
   */
  async copyTo(folder: string, between: (work: () => Promise<void>) => Promise<void>): Promise<void> {
    this.#copies++;
    try {
      await between(async () => {
        await this.snapshot();
        await this.#parts.snapshots.copyNewest(folder);
        await this.#parts.marks.copyNewest(folder);
      });
      await copyMeasured(this.#options.directory, folder);
    } finally {
      this.#copies--;
    }
  }

  /**
   * Once a day, when the days before are written: writes all other counts too, and marks up to where they go. To be called
   * between ticks.
   */
  async markCounts(now: number): Promise<void> {
    const { log, traffic, marks } = this.#parts;
    const today = Math.floor(now / DAY_MS);
    if (traffic.daysWritten < today || this.#markedDay >= today) return;
    await inSlices(traffic.makeReady());
    const { position } = log;
    await marks.write({ position, at: now, written: await traffic.writeAll(nextTurn) });
    this.#markedDay = today;
  }

  /** Deletes records that are too old, or too many. */
  async retain(): Promise<void> {
    const { records: ageMsMax, recordBytes: bytesMax } = this.#options.settings.retention;
    await this.log.retain({ ageMsMax, bytesMax });
  }

  /**
   * Gives an API other objectives, and counts for them what the log holds; until that is done, the ones before speak.
   */
  async replaceObjectives(api: string, objectives: readonly Objective[]): Promise<void> {
    const { log, objectives: live } = this;
    const now = this.#options.clock.now();
    const range = { from: now - this.#options.settings.retention.records, to: now + AHEAD_MS };
    // In the same breath: what is durable now is read from the log, what comes from now on is counted as it comes.
    const pages = log.scan(range)[Symbol.asyncIterator]();
    const first = pages.next();
    live.replaceObjectives(api, objectives);
    for (let page = await first; page.done !== true; page = await pages.next()) {
      live.countHistory(page.value, now, api);
    }
    live.commit(api);
  }

  /** Makes durable what was taken, and writes a last snapshot if it may; else the next start counts from the one before. */
  async close({ withSnapshot }: { readonly withSnapshot: boolean }): Promise<void> {
    await this.log.close();
    if (withSnapshot) await this.snapshot().catch(this.#options.report);
    this.#parts.lists.close();
  }
}
