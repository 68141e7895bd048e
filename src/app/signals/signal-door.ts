import type { IncomingMessage, ServerResponse } from "node:http";
import type { Alerting, SignalSource, TakenSignals } from "#alerting";
import type { Identity } from "#identity";
import { type Clock, isoText, Refusal, SECOND_MS } from "#kernel";
import { readSignals, SIGNAL_BYTES_MAX, type SignalsReading } from "#signals";
import type { State } from "#storage";
import type { Handler, Routes } from "../listen.ts";
import type { KeepAlerts } from "../live/keep-alerts.ts";
import { readLimitedBody } from "./read-limited-body.ts";
import {
  faultyAnswer,
  refusedAnswer,
  sendSignalAnswer,
  type SignalAnswer,
  type SignalTongue,
  takenAnswer,
} from "./signal-answers.ts";
import {
  malformed,
  noSource,
  notPost,
  notReady,
  tooLarge,
  tooMany,
  tooSlow,
  unknownEncoding,
} from "./signal-refusals.ts";

export interface SignalDoorParts {
  readonly identity: Pick<Identity, "admission">;
  readonly alerting: Pick<Alerting, "findSource" | "takeSignals">;
  readonly alerts: Pick<KeepAlerts, "write">;
  readonly state: Pick<State, "read">;
  readonly clock: Clock;
  readonly isApi: (name: string) => boolean;
  readonly isOpen: () => boolean;
  readonly startedAt: number;
  readonly version: string;
  readonly report: (fault: unknown) => void;
}

const BODY_MS = 30 * SECOND_MS;
/** Bodies that are read or taken at the same time: what comes beyond waits outside. */
const AT_ONCE_MAX = 8;
/** Of an event that brings its token in its body: a stranger's is read no further. It is PagerDuty's own limit. */
const EVENT_BYTES_MAX = 512 * 1_024;

/** What an address is for. */
interface Place {
  readonly source: string;
  readonly tongue: SignalTongue;
}

/** Takes what other systems say is wrong; answered when it is durable. */
export class SignalDoor {
  readonly routes: Routes;
  readonly #parts: SignalDoorParts;
  #underway = 0;

  constructor(parts: SignalDoorParts) {
    this.#parts = parts;
    const at =
      (placeOf: (path: string) => Place): Handler =>
      (request, response, awaits) =>
        void this.#answer(request, response, { place: placeOf(pathOf(request)), awaits });
    this.routes = [
      ["/api/v2/alerts", at(() => ({ source: "prometheus", tongue: "alertmanager" }))],
      [
        "/api/v2/status",
        (request, response) => sendSignalAnswer({ request, response, isUnasked: false }, this.#status(request)),
      ],
      ["/v2/enqueue", at(() => ({ source: "pagerduty", tongue: "pagerduty" }))],
      [SIGNALS_PATH, at(placeBelow)],
    ];
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    { place, awaits }: { readonly place: Place; readonly awaits: boolean },
  ): Promise<void> {
    let isUnasked = awaits;
    const ask = (): void => {
      if (isUnasked) response.writeContinue();
      isUnasked = false;
    };
    this.#underway++;
    const answer = await this.#take(request, place, ask).catch((fault: unknown) => {
      if (!(fault instanceof Refusal)) this.#parts.report(fault);
      return refusedAnswer(fault instanceof Refusal ? fault : notReady());
    });
    this.#underway--;
    sendSignalAnswer({ request, response, isUnasked }, answer);
  }

  async #take(request: IncomingMessage, place: Place, ask: () => void): Promise<SignalAnswer> {
    const { isOpen, state, alerting, identity } = this.#parts;
    if (!isOpen()) throw notReady();
    if (request.method !== "POST") throw notPost();
    if (this.#underway > AT_ONCE_MAX) throw tooMany();
    const { authorization } = request.headers;
    // PagerDuty's senders cannot show a token: what they have for it is the routing key of each event.
    const isInBody = authorization === undefined;
    if (!isInBody) identity.admission.admitToken(authorization, "signal:write");
    const source = await alerting.findSource(state.read, place.source);
    if (isInBody && source?.format !== "pagerduty") identity.admission.admitToken(undefined, "signal:write");
    if (source === undefined) throw noSource(place.source);
    ask();
    const given = await bodyOf(request, isInBody ? EVENT_BYTES_MAX : SIGNAL_BYTES_MAX);
    if (isInBody) identity.admission.admitToken(`Bearer ${routingKeyOf(given)}`, "signal:write");
    const tongue = source.format === "pagerduty" ? "pagerduty" : place.tongue;
    return await this.#takeSignals(source, readSignals(given, source), tongue);
  }

  async #takeSignals(source: SignalSource, reading: SignalsReading, tongue: SignalTongue): Promise<SignalAnswer> {
    const { alerting, alerts, clock, isApi } = this.#parts;
    const { signals, faults } = reading;
    const taken: TakenSignals = await alerts.write((tx) =>
      alerting.takeSignals(tx, { source, reading }, { now: clock.now(), isApi }),
    );
    if (faults.length > 0) return faultyAnswer(tongue, faults, signals.length === 0 ? undefined : taken);
    return takenAnswer(tongue, taken, signals[0]?.dedupKey);
  }

  /** What Alertmanager's clients ask first. */
  #status({ headers }: IncomingMessage): SignalAnswer {
    const { identity, version, startedAt } = this.#parts;
    try {
      identity.admission.admitToken(headers.authorization, "signal:write");
    } catch (fault) {
      if (fault instanceof Refusal) return refusedAnswer(fault);
      throw fault;
    }
    return {
      status: 200,
      body: {
        cluster: { status: "disabled", peers: [] },
        config: { original: "" },
        uptime: isoText(startedAt),
        versionInfo: { version, revision: "", branch: "", buildUser: "", buildDate: "", goVersion: "" },
      },
    };
  }
}

const SIGNALS_PATH = "/api/v1/signals/";
const BELOW = /^([a-z0-9-]{1,63})(\/api\/v2\/alerts|\/v2\/enqueue)?$/;

function pathOf({ url = "" }: IncomingMessage): string {
  return url.replace(/[?#].*$/, "");
}

/** A source by its name; behind it what Prometheus, or a sender to PagerDuty, adds to whatever address it is given. */
function placeBelow(path: string): Place {
  const [, source = "", added] = BELOW.exec(path.slice(SIGNALS_PATH.length)) ?? [];
  return { source, tongue: added === "/api/v2/alerts" ? "alertmanager" : "plimsoll" };
}

async function bodyOf(request: IncomingMessage, bytesMax: number): Promise<unknown> {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") throw unknownEncoding(encoding);
  const body = await readLimitedBody(request, { bytesMax, ms: BODY_MS });
  if (body === "too large") throw tooLarge(bytesMax);
  if (typeof body === "string") throw tooSlow();
  return withHeaders(request, parsed(body));
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw malformed();
  }
}

/** A CloudEvent in binary mode has its attributes in headers, and its data as the body. */
function withHeaders({ headers }: IncomingMessage, data: unknown): unknown {
  if (headers["ce-specversion"] === undefined) return data;
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith("ce-") && typeof value === "string" ? [[name.slice(3), value]] : [],
  );
  return { ...Object.fromEntries(attributes), data };
}

function routingKeyOf(given: unknown): string {
  const key =
    typeof given === "object" && given !== null ? (given as { routing_key?: unknown }).routing_key : undefined;
  return typeof key === "string" ? key : "";
}
