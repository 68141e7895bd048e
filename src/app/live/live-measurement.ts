import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { IdempotencyRegister } from "#intake";
import { type Clock, floorTo } from "#kernel";
import { GRID_MS, LiveObjectives, type TickOutcome } from "#objectives";
import { RecordLog } from "#records";
import { TrafficCounts } from "#traffic";
import type { ServerSettings } from "../config/server-settings.ts";
import { Flow } from "../flow.ts";
import type { EventStream } from "../stream/event-stream.ts";
import { LiveApis, type TakenApi } from "./live-apis.ts";
import { TickLoop } from "./tick-loop.ts";

export interface MeasurementOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly settings: ServerSettings;
  readonly apis: readonly TakenApi[];
  readonly stream: EventStream;
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

  private constructor(parts: Omit<LiveMeasurement, "tick" | "close">) {
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
    const log = await RecordLog.open({ directory: join(directory, "log"), clock, wide, limits });
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
    return new LiveMeasurement({ log, traffic, objectives, apis, register, ticks });
  }

  /** Time has passed. */
  async tick(now: number): Promise<void> {
    await this.ticks.goTo(now);
    this.traffic.tick(now);
  }

  async close(): Promise<void> {
    await this.log.close();
  }
}
