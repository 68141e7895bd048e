import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Logger } from "pino";
import type { Alerting } from "#alerting";
import { markFirstSource, notedLosses } from "#apis";
import { type Clients, findOrganisation } from "#clients";
import { Identity } from "#identity";
import { TrustedProxies } from "#gateway";
import { type Redaction, redactionOf, SourceHealth } from "#intake";
import { JobWorker } from "#jobs";
import { type Clock, Ids, ITSELF, Random } from "#kernel";
import { Mail } from "#mail";
import type { Escalation } from "#escalation";
import { Notifications } from "#notification";
import { type OnCallSchedules, scheduleExists } from "#oncall";
import type { Reader, State } from "#storage";
import type { Heartbeat } from "./clock/heartbeat.ts";
import { heartbeatOf } from "./clock/heartbeat-of.ts";
import type { ServerSettings } from "./config/server-settings.ts";
import { LiveAccess } from "./gateway/live-access.ts";
import type { Address } from "./listen.ts";
import { ApiChanges } from "./live/api-changes.ts";
import { LiveDocuments } from "./live/live-documents.ts";
import { KeepAlerts } from "./live/keep-alerts.ts";
import { LivePlaces } from "./live/live-places.ts";
import { LiveMeasurement } from "./live/live-measurement.ts";
import { openClients } from "./live/open-clients.ts";
import type { RegisteredClients } from "./live/registered-clients.ts";
import { SelfWatch } from "./live/self-watch.ts";
import { takenApis } from "./live/taken-apis.ts";
import { openProbes, type Probes } from "./probes/open-probes.ts";
import { smtpSettingsOf } from "./config/mail-settings.ts";
import { oidcSettingsOf } from "./config/oidc-settings.ts";
import { sealOf } from "./state/seal-of.ts";
import { openServerState } from "./state/open-server-state.ts";
import { keptSecret, REDACTION_KEY, TOKENS_KEY } from "./state/kept-secret.ts";
import { openOncall } from "./oncall/open-oncall.ts";
import { Reserve } from "./state/reserve.ts";
import { LiveLosses } from "./sources/live-losses.ts";
import { LogSources } from "./sources/log-sources.ts";
import { EventStream } from "./stream/event-stream.ts";

/** A clock that tells how far it is from the machine's, ms. */
export interface ServerClock extends Clock {
  readonly jumpMs: number;
}

export interface ServerOptions {
  /** Where everything is kept. */
  readonly directory: string;
  /** How browsers and scripts reach it, without a slash at its end. */
  readonly publicUrl: string;
  readonly settings: ServerSettings;
  /** Where proxies ask who may pass; absent: nowhere. */
  readonly auth?: Address;
  /** Where the requests of clients pass; absent: nowhere. */
  readonly gateway?: Address;
  /** Where the server itself listens for people and proxies; more are added as they open. */
  readonly ownPorts: number[];
  readonly clock: ServerClock;
  /** PostgreSQL for the state; the embedded SQLite when absent. */
  readonly stateUrl?: string;
  readonly version: string;
  readonly log: Logger;
  /** Where the built console lies; without it, addresses of pages answer how to get it. */
  readonly console?: string;
  /** Refuses what only tests need. */
  readonly production: boolean;
  /** Offers `POST /test/clock`. */
  readonly testClock?: { goTo(at: number): void };
}

/** What a server is made of, for its routes. */
export interface ServerParts extends ServerOptions {
  readonly state: State;
  readonly identity: Identity;
  readonly clients: Clients;
  readonly alerting: Alerting;
  readonly mail: Mail;
  readonly schedules: OnCallSchedules;
  readonly notifications: Notifications;
  readonly escalation: Escalation;
  readonly worker: JobWorker;
  readonly measurement: LiveMeasurement;
  readonly redaction: Redaction;
  readonly registered: RegisteredClients;
  /** Told of what went wrong beside the way of a request. */
  readonly report: (fault: unknown) => void;
  readonly sources: SourceHealth;
  readonly logs: LogSources;
  readonly losses: LiveLosses;
  readonly documents: LiveDocuments;
  readonly places: LivePlaces;
  readonly alerts: KeepAlerts;
  readonly changes: ApiChanges;
  readonly stream: EventStream;
  /** Who may pass. */
  readonly access: LiveAccess;
  readonly tokenSecret: string;
  readonly probes: Probes;
  readonly heartbeat: Heartbeat;
  readonly startedAt: number;
}

/** Opens all that a server is made of, in the order in which it stands on each other. */
export async function openParts(options: ServerOptions): Promise<ServerParts> {
  const { directory, clock, settings } = options;
  const house = await openHouse(options);
  const { state, alerting, worker, stream, report, registered } = house;
  const reserve = new Reserve(join(directory, "reserve"), settings.freeSpace);
  const alerts = new KeepAlerts({ state, alerting, worker, stream, report, reserve });
  const apis = await takenApis(state);
  const redaction = redactionOf(settings.redact, keptSecret(directory, REDACTION_KEY));
  const documents = await LiveDocuments.open(
    state,
    redaction,
    apis.map(({ api }) => api),
  );
  const measurement = await LiveMeasurement.open({
    directory,
    redaction,
    clock,
    settings,
    apis,
    losses: await notedLosses(state.read),
    clients: registered,
    stream,
    onFirstSource: (api, source) => void state.transact((tx) => markFirstSource(tx, api, source)).catch(report),
    report,
    keep: alerts.keep.bind(alerts),
  });
  registered.keepRoom(measurement.log.names);
  const selfWatch = new SelfWatch({ refusalNow: () => measurement.log.refusalNow() });
  await selfWatch.look(clock.now());
  const probes = await openProbes({ ...options, ...house, measurement });
  const firing = [...measurement.objectives.firing(), ...selfWatch.firing, ...probes.troubles.firing];
  await alerts.keepAll(firing, [...measurement.apis.names, ITSELF], clock.now());
  const base = { ...options, ...house, alerts, documents, measurement, redaction, probes };
  const made = { ...base, ...(await openDoors(base)) };
  const heartbeat = heartbeatOf({ ...made, selfWatch, reserve });
  return { ...made, heartbeat, startedAt: clock.now() };
}

type MeasuringParts = ServerOptions &
  Awaited<ReturnType<typeof openHouse>> &
  Pick<ServerParts, "alerts" | "documents" | "measurement" | "redaction" | "probes">;

/** Through what requests and their records come in. */
async function openDoors(base: MeasuringParts) {
  const { directory, settings, measurement } = base;
  const sources = new SourceHealth(measurement.log.names);
  const secret = keptSecret(directory, TOKENS_KEY);
  const trusted = new TrustedProxies(settings.trustedProxies);
  const trusts = (ip: string): boolean => trusted.has(ip);
  const access = await LiveAccess.open({ ...base, traffic: measurement.traffic, tokenSecret: secret, trusts });
  const logs = new LogSources({ ...base, sources });
  const places = await LivePlaces.open(base.state);
  const changes = new ApiChanges({ ...base, probes: base.probes, logs, places });
  const losses = new LiveLosses({ ...base, apis: measurement.apis });
  return { sources, losses, places, access, tokenSecret: secret, logs, changes };
}

/** What a server is made of before it measures anything. */
async function openHouse({ directory, clock, settings, version, stateUrl, publicUrl, log }: ServerOptions) {
  const report = (fault: unknown): void => log.error({ err: fault }, "something went wrong on our side");
  const at = stateUrl === undefined ? {} : { url: stateUrl };
  const state = await openServerState({ directory, clock, version, ...at });
  const ids = new Ids(clock, randomBytes);
  const seal = sealOf(directory);
  const mail = new Mail({ state, clock, ids, seal, smtp: smtpSettingsOf(settings.mail) });
  const house = { state, clock, ids, mail, publicUrl };
  const notifications = new Notifications({ ...house, seal, entropy: randomBytes });
  await notifications.prepare();
  const mailProven: Notifications["mailProven"] = (tx, proof) => notifications.mailProven(tx, proof);
  const signIn = { seal, oidc: oidcSettingsOf(settings.oidc) };
  const identity = await Identity.open({
    ...house,
    ...signIn,
    version,
    organisationExists,
    scheduleExists,
    mailProven,
  });
  const stream = new EventStream();
  const { clients, registered } = await openClients({ ...house, stream });
  const oncall = openOncall({ ...house, directory, notifications, clients, report });
  const queues = { ...oncall.alerting.queues, ...notifications.queues, ...mail.queues, ...identity.queues };
  const random = new Random(randomBytes(4).readUInt32LE());
  const worker = new JobWorker({
    state,
    clock,
    chance: () => random.next(),
    newLease: randomUUID,
    queues,
    onFault: report,
  });
  return { state, seal, identity, clients, registered, ...oncall, mail, worker, stream, report };
}

/** Told by the module above identity that knows organisations. */
const organisationExists = async (read: Reader, name: string): Promise<boolean> =>
  (await findOrganisation(read, name)) !== undefined;
