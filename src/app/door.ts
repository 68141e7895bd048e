import type { IncomingMessage, ServerResponse } from "node:http";
import { templateOf } from "#apis";
import { LINKS_PATH } from "#escalation";
import { type OtlpReceiver, type Overload, Receiver, type ReceiverOptions } from "#intake";
import { Refusal, SECOND_MS } from "#kernel";
import { CALENDARS_PATH } from "#oncall";
import { answerText } from "./answer-text.ts";
import { calendarDoor } from "./oncall/calendar-door.ts";
import { GatewayRoutes } from "./gateway/gateway-routes.ts";
import { otlpReceiverOf } from "./intake/otlp-receiver-of.ts";
import type { LiveGateway } from "./gateway/live-gateway.ts";
import type { Handler, Routes } from "./listen.ts";
import { ToldKeys } from "./live/told-keys.ts";
import { metricsText } from "./metrics/server-metrics.ts";
import { EXPOSITION_TYPE } from "./metrics/exposition.ts";
import { slackDoor, SLACK_PATH } from "./oncall/slack-door.ts";
import { heartbeatDoor, HEARTBEATS_PATH } from "./probes/heartbeat-door.ts";
import type { ServerParts } from "./server-parts.ts";
import { SignalDoor } from "./signals/signal-door.ts";

const NOT_READY = {
  status: 503,
  code: "server.not-ready",
  detail: "The server starts or stops. Nothing of this body was read; send it again in a moment.",
  retryAfterSeconds: 2,
} as const;

/** Pages must not wait for records: where evaluation is this late, intake waits instead. */
const BEHIND_MS_MAX = 30 * SECOND_MS;
const BEHIND = {
  status: 503,
  code: "server.behind",
  detail: "Objectives are evaluated late, so records wait. Nothing of this body was read; send it again in a while.",
  retryAfterSeconds: 10,
} as const;

/** What an OpenTelemetry exporter is given as its endpoint; it adds /v1/traces or /v1/logs. */
const OTLP = "/intake/v1/otlp";

/** What stands in front of the management API: records, health, metrics; bare handlers, each with its own admission. */
export class Door {
  readonly routes: Routes;
  readonly receiver: Receiver;
  readonly otlp: OtlpReceiver;
  /** Told of in the metrics. */
  readonly gateway: LiveGateway | undefined;
  readonly #parts: ServerParts;
  #isOpen = false;

  constructor(parts: ServerParts, rest: Handler, gateway: LiveGateway | undefined) {
    this.#parts = parts;
    this.gateway = gateway;
    const options = this.#receiverOptions(parts);
    this.receiver = new Receiver(options);
    this.otlp = otlpReceiverOf(parts, options, this.receiver);
    this.routes = [
      ["/intake/v1/records", (request, response, awaits) => void this.receiver.receive(request, response, awaits)],
      ["/api/v1/gateway/", new GatewayRoutes(parts).handle],
      [
        OTLP,
        (request, response, awaits) =>
          void this.otlp.receive(request, response, { base: OTLP, awaitsContinue: awaits }),
      ],
      [HEARTBEATS_PATH, this.#heartbeatDoor(parts)],
      [CALENDARS_PATH, calendarDoor({ ...parts, isOpen: () => this.#isOpen })],
      [LINKS_PATH, this.#linkDoor(parts)],
      [SLACK_PATH, slackDoor({ ...parts, isOpen: () => this.#isOpen })],
      ...this.#signalDoor(parts).routes,
      ["/healthz", (_request, response) => answerText(response, 200, "ok\n")],
      ["/readyz", (_request, response) => this.#ready(response)],
      ["/metrics", (request, response) => this.#metrics(request, response)],
      [
        "/",
        (request, response, awaitsContinue) => {
          if (awaitsContinue) response.writeContinue();
          rest(request, response, false);
        },
      ],
    ];
  }

  /** Before the server is open nobody acts, so that what is answered was done. */
  #linkDoor({ escalation, stream }: ServerParts): Handler {
    return (request, response) => {
      if (request.method === "POST") response.once("finish", () => stream.changed("alerts"));
      if (this.#isOpen) escalation.linkDoor(request, response);
      else answerText(response, 503, "The server starts or stops. Open the link again in a moment.\n");
    };
  }

  open(): void {
    this.#isOpen = true;
  }

  shut(): void {
    this.#isOpen = false;
  }

  /** Whether records are taken now, from whatever source. */
  get isTaking(): boolean {
    return this.#overload() === null;
  }

  #heartbeatDoor({ probes, identity, report }: ServerParts): Handler {
    return heartbeatDoor({
      heartbeats: probes.heartbeats,
      mayWrite: ({ headers }) =>
        found(() => identity.admission.admitToken(headers.authorization, "records:write")) !== undefined,
      isOpen: () => this.#isOpen,
      report,
    });
  }

  #signalDoor(parts: ServerParts): SignalDoor {
    const { measurement } = parts;
    return new SignalDoor({
      ...parts,
      isApi: (name) => measurement.apis.has(name),
      isOpen: () => this.#isOpen,
    });
  }

  #receiverOptions(parts: ServerParts): ReceiverOptions {
    const { measurement, registered: clients, identity, clock, settings, redaction, documents, sources, log } = parts;
    const keys = new ToldKeys(parts.clients.keys);
    return {
      ports: {
        findToken: (secret) => {
          const caller = found(() => identity.admission.admitToken(`Bearer ${secret}`, "records:write"));
          return caller === undefined ? undefined : { id: caller.id };
        },
        overload: () => this.#overload(),
        append: (batch) => {
          for (const columns of batch.columns) {
            keys.attribute(columns, measurement.log.names);
            clients.attribute(columns, measurement.log.names);
          }
          return measurement.log.append(batch);
        },
        now: () => clock.now(),
        report: (fault) => log.error({ err: fault }, "records could not be taken"),
      },
      dictionaries: measurement.log.names,
      takenFrom: (source) => measurement.apis.takenFrom(source),
      health: sources,
      redaction,
      register: measurement.register,
      retentionMs: settings.retention.records,
      operationOf: (method, path) => `${method} ${templateOf(path)}`,
      numbersAlike: true,
      operations: documents,
    };
  }

  #overload(): Overload | null {
    if (!this.#isOpen) return NOT_READY;
    const { clock, measurement, testClock } = this.#parts;
    // A test clock stands: what is behind it is not late.
    const lateMs = testClock === undefined ? clock.now() - measurement.ticks.doneAt : 0;
    return lateMs > BEHIND_MS_MAX ? BEHIND : null;
  }

  #ready(response: ServerResponse): void {
    const { fault } = this.#parts.measurement.log;
    if (!this.#isOpen) answerText(response, 503, "starting or stopping\n");
    else if (fault !== null) answerText(response, 503, `${fault.detail}\n`);
    else answerText(response, 200, "ready\n");
  }

  #metrics({ headers }: IncomingMessage, response: ServerResponse): void {
    const caller = found(() => this.#parts.identity.admission.admitToken(headers.authorization, "metrics:read"));
    if (caller === undefined) {
      response.setHeader("www-authenticate", 'Bearer realm="plimsoll"');
      answerText(response, 401, "A token with metrics:read is needed: Authorization: Bearer TOKEN\n");
      return;
    }
    response.setHeader("content-type", EXPOSITION_TYPE);
    response.end(metricsText(this.#parts, this));
  }
}

/** What was admitted; undefined when it was refused. */
function found<T>(admit: () => T): T | undefined {
  try {
    return admit();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
