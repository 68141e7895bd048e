import type { IncomingMessage, ServerResponse } from "node:http";
import type { Alerting, SignalSource } from "#alerting";
import type { Identity } from "#identity";
import { isoText, Refusal, SECOND_MS } from "#kernel";
import { readSignals, SIGNAL_BYTES_MAX, type SignalsReading } from "#signals";
import type { State } from "#storage";
import type { Handler, Routes } from "../listen.ts";
import { readLimitedBody } from "./read-limited-body.ts";
import {
  faultyAnswer,
  refusedAnswer,
  sendSignalAnswer,
  type SignalAnswer,
  type SignalTongue,
  takenAnswer,
} from "./signal-answers.ts";
import { SignalQueue, type SignalQueueParts } from "./signal-queue.ts";
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

export interface SignalDoorParts extends SignalQueueParts {
  readonly identity: Pick<Identity, "admission">;
  readonly alerting: Pick<Alerting, "findSource" | "takeSignals">;
  readonly state: Pick<State, "read">;
  readonly isOpen: () => boolean;
  readonly startedAt: number;
  readonly version: string;
  readonly report: (fault: unknown) => void;
}

const BODY_MS = 30 * SECOND_MS;
/** Bytes of bodies that are read or wait to be taken: what comes beyond is asked to come again. */
const BYTES_AT_ONCE_MAX = 32 * 1_024 * 1_024;
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
  readonly #queue: SignalQueue;
  /** By where the token is: who shows none before the body is read cannot hold up those who do. */
  readonly #bytesUnderway = { shown: 0, inBody: 0 };

  constructor(parts: SignalDoorParts) {
    this.#parts = parts;
    this.#queue = new SignalQueue(parts);
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
    const { authorization, "content-length": length = SIGNAL_BYTES_MAX } = request.headers;
    const bytes = Math.min(Number(length), SIGNAL_BYTES_MAX);
    const kind = authorization === undefined ? "inBody" : "shown";
    this.#bytesUnderway[kind] += bytes;
    const answer = await this.#take(request, place, ask).catch((fault: unknown) => {
      if (!(fault instanceof Refusal)) this.#parts.report(fault);
      return refusedAnswer(fault instanceof Refusal ? fault : notReady());
    });
    this.#bytesUnderway[kind] -= bytes;
    sendSignalAnswer({ request, response, isUnasked }, answer);
  }

  async #take(request: IncomingMessage, place: Place, ask: () => void): Promise<SignalAnswer> {
    const { isOpen, state, alerting, identity } = this.#parts;
    if (!isOpen()) throw notReady();
    if (request.method !== "POST") throw notPost();
    const { authorization } = request.headers;
    // PagerDuty's senders cannot show a token: what they have for it is the routing key of each event.
    const isInBody = authorization === undefined;
    if (this.#bytesUnderway[isInBody ? "inBody" : "shown"] > BYTES_AT_ONCE_MAX) throw tooMany();
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
    const { signals, faults } = reading;
    const outcomes = await this.#queue.take(source, reading);
    if (faults.length > 0) return faultyAnswer(tongue, faults, signals.length === 0 ? undefined : outcomes);
    return takenAnswer(tongue, outcomes, signals[0]?.dedupKey);
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
