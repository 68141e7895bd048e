import { randomBytes, randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { Alerting } from "#alerting";
import { Identity } from "#identity";
import { JobWorker } from "#jobs";
import { type Clock, HOUR_MS, Ids, MINUTE_MS, SECOND_MS } from "#kernel";
import { type DirectoryLock, lockDirectory } from "#records";
import type { State } from "#storage";
import { type Beat, Heartbeat } from "./clock/heartbeat.ts";
import type { ServerSettings } from "./config/server-settings.ts";
import { type Address, Listener } from "./listen.ts";
import { ApiChanges } from "./live/api-changes.ts";
import { KeepAlerts } from "./live/keep-alerts.ts";
import { LiveMeasurement } from "./live/live-measurement.ts";
import { takenApis } from "./live/taken-apis.ts";
import { Door } from "./door.ts";
import { Management } from "./management.ts";
import { openServerState } from "./state/open-server-state.ts";
import { EventStream } from "./stream/event-stream.ts";

export interface ServerOptions {
  /** Where everything is kept. */
  readonly directory: string;
  readonly address: Address;
  readonly settings: ServerSettings;
  readonly clock: Clock;
  /** PostgreSQL for the state; the embedded SQLite when absent. */
  readonly stateUrl?: string;
  readonly version: string;
  readonly log: Logger;
  /** Where the built console lies; without it, addresses of pages answer how to get it. */
  readonly console?: string;
  /** Offers `POST /test/clock`. */
  readonly testClock?: { goTo(at: number): void };
}

/** What a server is made of, for its routes. */
export interface ServerParts extends ServerOptions {
  readonly state: State;
  readonly identity: Identity;
  readonly alerting: Alerting;
  readonly worker: JobWorker;
  readonly measurement: LiveMeasurement;
  readonly changes: ApiChanges;
  readonly stream: EventStream;
  readonly heartbeat: Heartbeat;
  readonly startedAt: number;
}

/** Answers under way are waited for so long. */
const GRACE_MS = 10 * SECOND_MS;

/** A running server. */
export class Server {
  readonly url: string;
  /** For the first administrator; absent when there is one. */
  readonly setupUrl: string | undefined;
  readonly parts: ServerParts;
  readonly #listener: Listener;
  readonly #door: Door;
  readonly #management: Management;
  readonly #lock: DirectoryLock;

  private constructor(
    made: { parts: ServerParts; lock: DirectoryLock; listener: Listener; door: Door; management: Management },
    at: { url: string; setupUrl: string | undefined },
  ) {
    this.parts = made.parts;
    this.#listener = made.listener;
    this.#door = made.door;
    this.#management = made.management;
    this.#lock = made.lock;
    this.url = at.url;
    this.setupUrl = at.setupUrl;
  }

  /** Reads back what is kept, and listens. Refuses a directory that another process holds, and a port that is taken. */
  static async open(options: ServerOptions): Promise<Server> {
    const lock = await lockDirectory(options.directory);
    const parts = await openParts(options);
    const management = await Management.open(parts);
    const door = new Door(parts, management.handler);
    const listener = new Listener(door.routes);
    const port = await listener.listen(options.address);
    const url = options.settings.publicUrl ?? `http://${hostText(options.address.host)}:${port}`;
    const setupUrl = await parts.identity.prepareSetUp({ directory: options.directory, publicUrl: url });
    door.open();
    if (options.testClock === undefined) parts.heartbeat.start();
    return new Server({ parts, lock, listener, door, management }, { url, setupUrl });
  }

  /** Finishes what was acknowledged; takes nothing new. */
  async close(): Promise<void> {
    const { heartbeat, changes, worker, stream, measurement, state } = this.parts;
    this.#door.shut();
    stream.close();
    await this.#listener.close(GRACE_MS);
    await heartbeat.stop();
    await changes.settled();
    await worker.stop();
    await this.#management.close();
    await measurement.close();
    await state.close();
    await this.#lock.release();
  }
}

async function openParts(options: ServerOptions): Promise<ServerParts> {
  const { directory, clock, settings, version, stateUrl, log } = options;
  const report = (fault: unknown): void => log.error({ err: fault }, "something went wrong on our side");
  const state = await openServerState({
    directory,
    clock,
    version,
    ...(stateUrl === undefined ? {} : { url: stateUrl }),
  });
  const ids = new Ids(clock, randomBytes);
  const identity = await Identity.open({ state, clock, ids, version });
  const publicUrl = settings.publicUrl ?? `http://${hostText(options.address.host)}:${options.address.port}`;
  const alerting = new Alerting({ state, clock, ids, entropy: randomBytes, publicUrl });
  const { queues } = alerting;
  const worker = new JobWorker({ state, clock, chance: Math.random, newLease: randomUUID, queues, onFault: report });
  const stream = new EventStream();
  const alerts = new KeepAlerts({ state, alerting, worker, stream });
  const apis = await takenApis(state);
  const keep = alerts.keep.bind(alerts);
  const measurement = await LiveMeasurement.open({ directory, clock, settings, apis, stream, report, keep });
  await alerts.keepAll(measurement.objectives, measurement.apis.names, clock.now());
  const changes = new ApiChanges({ state, clock, measurement, alerts, stream, report });
  const beats: Beat[] = [
    (now) => measurement.tick(now),
    () => worker.poke(),
    each(settings.snapshotEvery, () => measurement.snapshot(), clock.now()),
    each(MINUTE_MS, () => identity.tidy()),
    each(HOUR_MS, () => measurement.retain()),
    each(HOUR_MS, async () => void (await alerting.tidy())),
  ];
  const heartbeat = new Heartbeat(
    () => clock.now(),
    beats,
    (fault) => {
      log.fatal({ err: fault }, "what depends on time stopped: restart the server");
      process.exitCode = 1;
      process.kill(process.pid, "SIGTERM");
    },
  );
  return {
    ...options,
    state,
    identity,
    alerting,
    worker,
    measurement,
    changes,
    stream,
    heartbeat,
    startedAt: clock.now(),
  };
}

/** A beat that does something only when so much time has passed since it did. */
function each(ms: number, run: () => Promise<void>, since = Number.NEGATIVE_INFINITY): Beat {
  let last = since;
  return async (now) => {
    if (now - last < ms) return;
    last = now;
    await run();
  };
}

function hostText(host: string): string {
  if (host === "127.0.0.1" || host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
