import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { allReaches, type LogFile, templateOf } from "#apis";
import type { Clients } from "#clients";
import {
  FollowedLogs,
  type FollowerState,
  type LogToFollow,
  parseClientBy,
  refuseClientBy,
  type Redaction,
  type SourceHealth,
} from "#intake";
import { type Clock, Refusal } from "#kernel";
import type { Reader, State } from "#storage";
import type { ServerSettings } from "../config/server-settings.ts";
import type { LiveDocuments } from "../live/live-documents.ts";
import type { LiveMeasurement } from "../live/live-measurement.ts";
import type { RegisteredClients } from "../live/registered-clients.ts";

export interface LogSourcesParts {
  readonly directory: string;
  readonly state: State;
  readonly clock: Clock;
  readonly settings: ServerSettings;
  readonly clients: Clients;
  readonly registered: RegisteredClients;
  readonly measurement: LiveMeasurement;
  readonly documents: LiveDocuments;
  readonly redaction: Redaction;
  readonly sources: SourceHealth;
  readonly report: (fault: unknown) => void;
}

/** A log of an API that cannot be followed as it is told, and why. */
export interface UnfollowedLog {
  readonly api: string;
  readonly path: string;
  readonly fault: string;
}

/** Where in the directory of a server it is kept how far each log was read. */
const FOLLOWED = "followed";

/** The logs that APIs name, followed while the server runs. */
export class LogSources {
  readonly #parts: LogSourcesParts;
  #isOpen: () => boolean = () => false;
  #followed: FollowedLogs | undefined;
  #isStopped = false;
  /** One copy after the other: none begins while the lines of another one go on. */
  #copying: Promise<void> = Promise.resolve();
  #unfollowed: readonly UnfollowedLog[] = [];

  constructor(parts: LogSourcesParts) {
    this.#parts = parts;
  }

  /**
   * Begins. `isOpen`: whether records are taken; lines wait otherwise. To be called before other sources deliver for long:
   * what the record log remembers of the last batch is asked first.
   */
  async start(isOpen: () => boolean): Promise<void> {
    this.#isOpen = isOpen;
    this.#followed = this.#followedLogs();
    await this.follow();
  }

  /**
   * Copies into `folder` how far each log was read, then does `work`, which copies the record log: until it is done lines
   * wait in their files, so that both are of one moment.
   */
  copyWith(folder: string, work: () => Promise<void>): Promise<void> {
    const copied = this.#copying.then(() => this.#copy(folder, work));
    // What fails is told to whoever asked, and holds up no other.
    this.#copying = copied.catch(() => undefined);
    return copied;
  }

  async #copy(folder: string, work: () => Promise<void>): Promise<void> {
    await this.#followed?.stop();
    try {
      const places = join(this.#parts.directory, FOLLOWED);
      if (existsSync(places)) await cp(places, join(folder, FOLLOWED), { recursive: true });
      await work();
    } finally {
      if (this.#followed !== undefined && !this.#isStopped) await this.start(this.#isOpen);
    }
  }

  /** Follows what APIs name now. To be called when one of them changed. */
  async follow(): Promise<void> {
    if (this.#followed === undefined) return;
    const { logs, unfollowed } = await logsOf(this.#parts.state.read);
    this.#unfollowed = unfollowed;
    this.#followed.follow(logs);
  }

  /** How each followed file stands, by path. */
  async states(): Promise<FollowerState[]> {
    return (await this.#followed?.states()) ?? [];
  }

  /** Logs whose description says something that is not possible. */
  get unfollowed(): readonly UnfollowedLog[] {
    return this.#unfollowed;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#followed?.stop();
  }

  #followedLogs(): FollowedLogs {
    const { directory, clock, settings, clients, registered, measurement, documents, redaction, sources, report } =
      this.#parts;
    return new FollowedLogs({
      ports: {
        append: (batch) => {
          for (const columns of batch.columns) registered.attribute(columns, measurement.log.names);
          return measurement.log.append(batch);
        },
        isOpen: this.#isOpen,
        now: () => clock.now(),
        took: (delivery) => sources.took("log", delivery, clock.now()),
        report,
        newId: randomUUID,
      },
      directory: join(directory, FOLLOWED),
      dictionaries: measurement.log.names,
      live: {
        taken: measurement.apis.takenFrom("log"),
        redaction,
        operations: documents,
        holderOf: (key) => holderOf(clients, key),
      },
      register: measurement.register,
      retentionMs: settings.retention.records,
      operationOf: (method, path) => `${method} ${templateOf(path)}`,
      numbersAlike: true,
    });
  }
}

/** A key as a line holds it: of a whole header, what follows the scheme. */
function holderOf(clients: Clients, text: string): string | undefined {
  const found = clients.keys.find(text.replace(/^bearer +/i, ""));
  return found.outcome === "known" ? found.client : undefined;
}

async function logsOf(read: Reader): Promise<{ logs: LogToFollow[]; unfollowed: UnfollowedLog[] }> {
  const logs: LogToFollow[] = [];
  const unfollowed: UnfollowedLog[] = [];
  const apis = new Map<string, string>();
  for (const { api, logs: files } of await allReaches(read)) {
    for (const file of files) {
      const { path } = file;
      const other = apis.get(path);
      const log = logOf(api, file);
      if (other !== undefined) unfollowed.push({ api, path, fault: twiceText(path, other) });
      else if (typeof log === "string") unfollowed.push({ api, path, fault: log });
      else logs.push(log);
      apis.set(path, other ?? api);
    }
  }
  return { logs, unfollowed };
}

/** The log as it is followed, or why it cannot be. */
function logOf(api: string, { path, format, client }: LogFile): LogToFollow | string {
  const clientBy = client === null ? null : parseClientBy(client);
  try {
    if (clientBy !== null && format !== "auto") refuseClientBy(format, clientBy);
    return { api, path, format, clientBy };
  } catch (fault) {
    if (fault instanceof Refusal) return fault.detail;
    throw fault;
  }
}

function twiceText(path: string, api: string): string {
  return `${path} is the log of the API ${api} already, and each line counts once. Give each API a log of its own, or lines in the record format, which name their API.`;
}
