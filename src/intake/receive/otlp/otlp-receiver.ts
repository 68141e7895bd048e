import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal, stopwatchMs, textOf } from "#kernel";
import type { BodyAnswer } from "../../model/idempotency-register.ts";
import type { OtlpNames } from "../../model/otlp/item-record.ts";
import { MalformedOtlpJson } from "../../model/otlp/json-groups.ts";
import type { OtlpSignal } from "../../model/otlp/otlp-item.ts";
import { MalformedProtobuf } from "../../model/otlp/protobuf-fields.ts";
import { SeenSpans } from "../../model/otlp/seen-spans.ts";
import type { DropReason } from "../../model/record.ts";
import { OtlpDecoder } from "../../otlp-decoder.ts";
import { Admission } from "../admission.ts";
import { type Answer, refusal } from "../answer.ts";
import { compressionOf, type ContentEncoding } from "../content.ts";
import { decoderOptions } from "../decoder-options.ts";
import { INTAKE_LIMITS, type IntakeLimits } from "../limits.ts";
import { readBody } from "../read-body.ts";
import { AHEAD_MS, type Receiver, type ReceiverOptions } from "../receiver.ts";
import { tooLargeDecoded, tooMany } from "../refusals.ts";
import { RowPages } from "../row-pages.ts";
import { sendAnswer } from "../send-answer.ts";
import { HeldBodies, HeldBody } from "./held-body.ts";
import { type BodyKey, KnownBodies } from "./known-bodies.ts";
import { type OtlpEncoding, otlpRefusal, type OtlpTold, otlpTaken } from "./otlp-taken.ts";
import { OtlpCounters } from "./otlp-counters.ts";
import { OTLP_LIMITS, type OtlpLimits } from "./otlp-limits.ts";
import { OtlpRows } from "./otlp-rows.ts";
import { malformedBody, noSuchSignal, notOtlp, repeatsUnkept } from "./otlp-refusals.ts";

/** Where spans and log records are posted, behind the base that an SDK is told. */
const SIGNALS: Readonly<Record<string, OtlpSignal>> = { "/v1/traces": "traces", "/v1/logs": "logs" };

export interface OtlpReceiverOptions extends ReceiverOptions {
  readonly names: OtlpNames;
  /** Two numbers that nobody outside can know. */
  readonly seeds: readonly [number, number];
  readonly otlpLimits?: OtlpLimits;
}

/**
 * Takes spans and log records of OpenTelemetry: `ExportTraceServiceRequest` and `ExportLogsServiceRequest` in protobuf or
 * JSON → columns → the log → an answer. Shares counters and columns with the receiver of NDJSON.
 */
export class OtlpReceiver {
  readonly counters = new OtlpCounters();
  readonly #options: OtlpReceiverOptions;
  readonly #receiver: Receiver;
  readonly #limits: IntakeLimits;
  readonly #otlpLimits: OtlpLimits;
  readonly #admission: Admission;
  readonly #believed = { from: 0, to: 0 };
  readonly #decoder: OtlpDecoder;
  readonly #held: HeldBodies;
  readonly #seen: SeenSpans;
  readonly #bodies: KnownBodies;
  /** Of each body that was decoded and is not durable yet: whether it will have been kept. */
  readonly #keeping = new Set<Promise<boolean>>();

  constructor(options: OtlpReceiverOptions, receiver: Receiver) {
    const { counters } = receiver;
    this.#options = options;
    this.#receiver = receiver;
    this.#limits = options.limits ?? INTAKE_LIMITS;
    this.#otlpLimits = options.otlpLimits ?? OTLP_LIMITS;
    this.#admission = new Admission(options.ports, this.#limits, counters);
    this.#held = new HeldBodies(this.#otlpLimits.heldBytesMax);
    this.#seen = new SeenSpans(options.seeds);
    this.#bodies = new KnownBodies(options.register);
    const decoding = decoderOptions(options, "otlp", { believed: this.#believed, leftOut: counters.leftOut });
    this.#decoder = new OtlpDecoder(decoding, options.names);
  }

  /** Handles a POST below `base`; see `Receiver.receive`. */
  async receive(request: IncomingMessage, response: ServerResponse, { base, awaitsContinue }: Posted): Promise<void> {
    const { counters } = this.#receiver;
    counters.inFlight++;
    const encoding = encodingOf(request);
    const signal = SIGNALS[(request.url ?? "").slice(base.length).replace(/\?.*$/s, "")];
    const awaiting = awaitsContinue ? response : null;
    const answer = await this.#answerTo({ request, awaiting, signal, encoding }).catch((error: unknown) =>
      this.#failed(error),
    );
    counters.inFlight--;
    if (answer === "gone") {
      counters.aborted++;
      return;
    }
    const isUnasked = awaitsContinue && request.readableFlowing === null;
    const sent = answer.status === 200 ? answer : otlpRefusal(answer, encoding ?? "json");
    if (sent.status !== 200) counters.refused.set(sent.status, (counters.refused.get(sent.status) ?? 0) + 1);
    sendAnswer({ request, response, isUnasked }, sent);
  }

  async #answerTo({ request, awaiting, signal, encoding }: Asked): Promise<Answer | "gone"> {
    if (signal === undefined) return noSuchSignal();
    const admitted = await this.#admission.admit(request);
    if ("status" in admitted) return admitted;
    if (encoding === undefined) return notOtlp(request.headers["content-type"]);
    const compression = compressionOf(request.headers);
    if (typeof compression !== "string") return compression;
    const body = new HeldBody(this.#held);
    try {
      awaiting?.writeContinue();
      const end = await this.#read(request, compression, body);
      return end ?? (await this.#takeOnce(body, { signal, encoding }));
    } finally {
      body.release();
    }
  }

  #read(request: IncomingMessage, compression: ContentEncoding, body: HeldBody): Promise<Answer | "gone" | null> {
    const { decodedBytesMax } = this.#otlpLimits;
    return readBody(request, compression, {
      limits: { ...this.#limits, decodedBytesMax },
      counters: this.#receiver.counters,
      take: (piece) => (body.push(piece) ? null : tooMany("There is no room for more bodies at once.")),
    });
  }

  /** A body whose bytes came before is answered as then; one whose first is still being taken, when that is settled. */
  async #takeOnce(body: HeldBody, written: Written): Promise<Answer> {
    const key = this.#bodies.keyOf(body, written.signal);
    if ((await this.#bodies.inFlight(key)) === false) return repeatsUnkept();
    const known = this.#bodies.answerTo(key);
    if (known === undefined) return this.#take(body, written, key);
    this.counters.repeats += known.kept;
    return otlpTaken(told(known), written.signal, written.encoding);
  }

  async #take(body: HeldBody, written: Written, key: BodyKey): Promise<Answer> {
    const rows = new OtlpRows(new RowPages(this.#receiver.pool), this.#seen);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    let isKept = false;
    this.#bodies.begin(key, promise);
    try {
      const refused = this.#decode(body, rows, written);
      if (refused !== null) return refused;
      const before = [...this.#keeping];
      this.#keeping.add(promise);
      body.release();
      // What came before may not be durable yet: when it fails, its sender and this one are told so.
      if (rows.repeats > 0 && (await Promise.all(before)).includes(false)) return repeatsUnkept();
      const from = stopwatchMs();
      await this.#keep(rows, key);
      this.#receiver.counters.durableMs += stopwatchMs() - from;
      isKept = true;
      this.#count(rows);
      return otlpTaken(rows, written.signal, written.encoding);
    } finally {
      if (!isKept) this.#seen.forget(rows.batch);
      this.#keeping.delete(promise);
      resolve(isKept);
      rows.pages.release();
    }
  }

  /** Makes the records durable, and with them that this body was taken. Of one without records nothing is remembered. */
  async #keep(rows: OtlpRows, key: BodyKey): Promise<void> {
    if (rows.rows === 0) return;
    const { ports } = this.#options;
    const answer = { kept: rows.rows, dropped: Object.fromEntries(rows.drops) };
    await ports.append({ columns: rows.pages.columns, batchId: this.#bodies.batchOf(key, answer) });
    this.#bodies.keep(key, answer, ports.now());
  }

  /** Null when all of it was read; else why none of it is kept. */
  #decode(body: HeldBody, rows: OtlpRows, { signal, encoding }: Written): Answer | null {
    const now = this.#options.ports.now();
    this.#believed.from = now - this.#options.retentionMs;
    this.#believed.to = now + AHEAD_MS;
    this.#seen.age(now);
    const from = stopwatchMs();
    try {
      const refused = this.#readAll(body, rows, { signal, encoding });
      if (refused !== null) return refused;
    } catch (error) {
      if (error instanceof MalformedProtobuf) return malformedBody("it is cut short or damaged");
      if (error instanceof MalformedOtlpJson) return malformedBody(error.message);
      throw error;
    } finally {
      this.#receiver.counters.decodeMs += stopwatchMs() - from;
    }
    return rows.pages.overfull ? tooMany("There is no room for the records of more bodies at once.") : null;
  }

  #readAll({ bytes, length }: HeldBody, rows: OtlpRows, { signal, encoding }: Written): Answer | null {
    const { jsonBytesMax } = this.#otlpLimits;
    if (encoding === "json") {
      if (length > jsonBytesMax) return tooLargeDecoded(jsonBytesMax);
      const text = textOf(bytes, 0, length);
      if (text === undefined) return malformedBody("it is not valid UTF-8, as JSON must be");
      this.#decoder.json(text, signal, rows);
    } else if (signal === "traces") this.#decoder.traces(bytes, length, rows);
    else this.#decoder.slowly(bytes.subarray(0, length), signal, rows);
    return null;
  }

  #count(rows: OtlpRows): void {
    const { counters } = this.#receiver;
    const { health, ports } = this.#options;
    health.took("otlp", { columns: rows.pages.columns, dropped: rows.drops, examples: rows.examples }, ports.now());
    if (rows.sampled > 0) health.tookSampled("otlp", rows.sampled);
    counters.bodies++;
    counters.kept += rows.rows;
    counters.lines += rows.rows + rows.rejected;
    for (const [reason, count] of rows.drops) counters.dropped[reason] += count;
    this.counters.repeats += rows.repeats;
    this.counters.others += rows.others;
    this.counters.sampled += rows.sampled;
  }

  #failed(error: unknown): Answer {
    if (error instanceof Refusal && error.kind === "unavailable") {
      return refusal(503, { code: error.code, detail: error.detail, headers: { "Retry-After": "5" } });
    }
    this.#options.ports.report(error);
    const detail = "We failed to take this body: the fault is ours and was logged. Send it again.";
    return refusal(500, { code: "intake.failed", detail });
  }
}

/** How a body came. */
export interface Posted {
  /** What stands before `/v1/traces` in its address. */
  readonly base: string;
  /** Its sender waits to be told to go on. */
  readonly awaitsContinue: boolean;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly awaiting: ServerResponse | null;
  readonly signal: OtlpSignal | undefined;
  readonly encoding: OtlpEncoding | undefined;
}

interface Written {
  readonly signal: OtlpSignal;
  readonly encoding: OtlpEncoding;
}

/** What is told of a body that came before. Its examples are not kept. */
function told({ dropped }: BodyAnswer): OtlpTold {
  const drops = new Map(Object.entries(dropped) as [DropReason, number][]);
  return { drops, rejected: drops.values().reduce((sum, count) => sum + count, 0), examples: [], sampled: 0 };
}

function encodingOf({ headers }: IncomingMessage): OtlpEncoding | undefined {
  const type = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/x-protobuf") return "protobuf";
  return type === "application/json" ? "json" : undefined;
}
