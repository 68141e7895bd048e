import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { IdempotencyRegister } from "#intake";
import { type Clock, floorTo, MINUTE_MS } from "#kernel";
import { GRID_MS, LiveObjectives, type Objective, type TickOutcome } from "#objectives";
import { RecordLog } from "#records";
import { TrafficCounts } from "#traffic";
import type { ServerSettings } from "../config/server-settings.ts";
import { Flow } from "../flow.ts";
import type { EventStream } from "../stream/event-stream.ts";
import { LiveApis, type TakenApi } from "./live-apis.ts";
import { TickLoop } from "./tick-loop.ts";

/** Records may be a little ahead of our clock. */
const AHEAD_MS = 2 * MINUTE_MS;

export interface MeasurementOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly settings: ServerSettings;
  readonly apis: readonly TakenApi[];
  readonly stream: EventStream;
  /** Told of what went wrong beside the way of the records. */
  readonly report: (fault: unknown) => void;
  /** Keeps what a tick changed. */
  readonly keep: (outcome: TickOutcome) => Promise<void>;
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

  constructor(
    options: MeasurementOptions,
    parts: Pick<LiveMeasurement, "log" | "traffic" | "objectives" | "apis" | "register" | "ticks">,
  ) {
    this.#options = options;
    this.log = parts.log;
    this.traffic = parts.traffic;
    this.objectives = parts.objectives;
    this.apis = parts.apis;
    this.register = parts.register;
    this.ticks = parts.ticks;
  }

  /** Reads the log back and counts it, then is ready for more. */
  static async open(options: MeasurementOptions): Promise<LiveMeasurement> {
    const { directory, clock, settings, stream, keep } = options;
    mkdirSync(directory, { recursive: true });
    const limits = { freeBytesMin: settings.freeSpace };
    const wide = settings.records.keep;
    const log = await RecordLog.open({
      directory: join(directory, "log"),
      clock,
      wide,
      limits,
      onTrouble: options.report,
    });
    const { names } = log;
    const traffic = TrafficCounts.open({ directory: join(directory, "counts"), names, clock });
    const objectives = new LiveObjectives({ names });
    const apis = new LiveApis({ objectives, names, clientsMax: settings.clients.observedMax });
    for (const api of options.apis) apis.add(api);
    const register = new IdempotencyRegister();
    const flow = new Flow({ traffic, objectives, apis, register, stream, clock }, Number.NEGATIVE_INFINITY);
    await log.start(0, (frame) => flow.take(frame));
    const { at, outcomes } = flow.goLive();
    for (const outcome of outcomes) await keep(outcome);
    const started = Math.max(at, floorTo(clock.now(), GRID_MS));
    apis.startRunning(started);
    const ticks = new TickLoop({ objectives, onRun: (from, to) => apis.ran(from, to), keep }, started);
    return new LiveMeasurement(options, { log, traffic, objectives, apis, register, ticks });
  }

  /** Time has passed. */
  async tick(now: number): Promise<void> {
    await this.ticks.goTo(now);
    this.traffic.tick(now);
  }

  /**
   * Gives an API other objectives, and counts for them what the log holds; until that is done, the ones before speak.
   * A target alone is changed at once.
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

  async close(): Promise<void> {
    await this.log.close();
  }
}
