import { createHash, type Hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { MINUTE_MS, Refusal, stopwatchMs } from "#kernel";
import type { Source } from "#apis";
import { openDecoder } from "../decoders.ts";
import type { Decoder } from "../model/decoder.ts";
import type { BodyAnswer, IdempotencyRegister } from "../model/idempotency-register.ts";
import type { SourceHealth } from "../model/source-health.ts";
import { Admission } from "./admission.ts";
import { type Answer, refusal, taken } from "./answer.ts";
import { BodyRecords } from "./body-records.ts";
import { ColumnsPool } from "./columns-pool.ts";
import { type ContentEncoding, contentEncodingOf } from "./content.ts";
import { IntakeCounters } from "./counters.ts";
import { decoderOptions, type ReceivedOptions } from "./decoder-options.ts";
import { INTAKE_LIMITS, type IntakeLimits } from "./limits.ts";
import type { IntakePorts, IntakeToken } from "./ports.ts";
import { readBody } from "./read-body.ts";
import { sourceOf } from "./source-of.ts";
import { badKey, keyOfAnotherBody, tooMany, unknownSource } from "./refusals.ts";
import { keyDigest, type KeyedBatch } from "./remember-batch.ts";
import { sendAnswer } from "./send-answer.ts";

/** Clocks of senders may be a little ahead of ours: the records of the present end so much later. */
export const AHEAD_MS = 2 * MINUTE_MS;
const KEY = /^[\x21-\x7e]{1,255}$/;

export interface ReceiverOptions extends ReceivedOptions {
  readonly ports: IntakePorts;
  readonly health: SourceHealth;
  readonly register: IdempotencyRegister;
  /** How far back a record may lie. */
  readonly retentionMs: number;
  readonly limits?: IntakeLimits;
}

/** Takes records over HTTP: NDJSON bodies → columns → the log → an answer, for any number of requests side by side. */
export class Receiver {
  readonly counters = new IntakeCounters();
  readonly #options: ReceiverOptions;
  readonly #limits: IntakeLimits;
  readonly #believed = { from: 0, to: 0 };
  /** One for each source that has sent something. */
  readonly #decoders = new Map<Source, Decoder>();
  readonly #admission: Admission;
  /** Shared by all that is received. */
  readonly pool: ColumnsPool;
  /** Keys whose body is being taken now, by their digest in hex. */
  readonly #keysInFlight = new Map<string, Promise<void>>();

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#limits = options.limits ?? INTAKE_LIMITS;
    this.pool = new ColumnsPool(options.redaction.kept, this.#limits.rowsMax);
    this.#admission = new Admission(options.ports, this.#limits, this.counters);
  }

  /** Columns' rows that are in use now; 0 when no body is in flight. */
  get rowsInUse(): number {
    return this.pool.rows;
  }

  /**
   * Handles `POST /intake/v1/records`. For a server's "request" event, and with `awaitsContinue` for its
   * "checkContinue" event: then a client is asked to send its body only when the body is wanted.
   */
  async receive(request: IncomingMessage, response: ServerResponse, awaitsContinue = false): Promise<void> {
    const { counters } = this;
    counters.inFlight++;
    const answer = await this.#answerTo(request, awaitsContinue ? response : null).catch((error: unknown) =>
      this.#failed(error),
    );
    counters.inFlight--;
    if (answer === "gone") {
      counters.aborted++;
      return;
    }
    if (answer.status !== 200) counters.refused.set(answer.status, (counters.refused.get(answer.status) ?? 0) + 1);
    // Its client was not told to go on, so no body is under way.
    const isUnasked = awaitsContinue && request.readableFlowing === null;
    sendAnswer({ request, response, isUnasked }, answer);
  }

  #decoderOf(source: Source): Decoder {
    const known = this.#decoders.get(source);
    if (known !== undefined) return known;
    const options = decoderOptions(this.#options, source, { believed: this.#believed, leftOut: this.counters.leftOut });
    const decoder = openDecoder(options);
    this.#decoders.set(source, decoder);
    return decoder;
  }

  async #answerTo(request: IncomingMessage, awaiting: ServerResponse | null): Promise<Answer | "gone"> {
    const token = await this.#admission.admit(request);
    if ("status" in token) return token;
    const encoding = contentEncodingOf(request.headers);
    if (typeof encoding !== "string") return encoding;
    const key = request.headers["idempotency-key"];
    const source = sourceOf(request.headers["plimsoll-source"]);
    if (source === undefined) return unknownSource();
    const body: Body = { request, awaiting, encoding, source };
    if (key === undefined) return this.#take(body, null);
    return typeof key === "string" && KEY.test(key) ? this.#takeOnce(body, token, key) : badKey();
  }

  /** A second body with a key whose first one is still being taken waits, unread, for what becomes of that. */
  async #takeOnce(body: Body, token: IntakeToken, key: string): Promise<Answer | "gone"> {
    const digest = keyDigest(token.id, key);
    const name = digest.toString("hex");
    for (let first = this.#keysInFlight.get(name); first !== undefined; first = this.#keysInFlight.get(name)) {
      await first;
    }
    if (this.#options.register.has(digest)) return this.#repeat(body, digest);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#keysInFlight.set(name, promise);
    try {
      return await this.#take(body, { token: token.id, key, digest });
    } finally {
      this.#keysInFlight.delete(name);
      resolve();
    }
  }

  async #repeat({ request, awaiting, encoding }: Body, digest: Buffer): Promise<Answer | "gone"> {
    const hash = createHash("sha256");
    awaiting?.writeContinue();
    const end = await readBody(request, encoding, {
      limits: this.#limits,
      counters: this.counters,
      take: (piece) => {
        hash.update(piece);
        return null;
      },
    });
    if (end !== null) return end;
    const known = this.#options.register.find(digest, hash.digest());
    if (known?.sameBody !== true) return keyOfAnotherBody();
    this.counters.repeats++;
    return taken(JSON.stringify(known.answer), { "Idempotent-Replayed": "true" });
  }

  async #take(body: Body, key: KeyInUse | null): Promise<Answer | "gone"> {
    const records = new BodyRecords(this.#decoderOf(body.source), this.pool);
    try {
      const hash = key === null ? null : createHash("sha256");
      const end = await this.#read(body, records, hash);
      if (end !== null) return end;
      const answer: BodyAnswer = { kept: records.kept, dropped: Object.fromEntries(records.dropped) };
      await this.#keep(records, answer, key === null || hash === null ? null : { ...key, body: hash.digest() });
      this.#count(records, body.source);
      return taken(answerText(answer, records));
    } finally {
      records.release();
    }
  }

  async #read({ request, awaiting, encoding }: Body, records: BodyRecords, hash: Hash | null) {
    const now = this.#options.ports.now();
    this.#believed.from = now - this.#options.retentionMs;
    this.#believed.to = now + AHEAD_MS;
    awaiting?.writeContinue();
    const timed = (read: () => void): Answer | null => {
      const from = stopwatchMs();
      read();
      this.counters.decodeMs += stopwatchMs() - from;
      return records.overfull ? tooMany("There is no room for the records of more bodies at once.") : null;
    };
    const end = await readBody(request, encoding, {
      limits: this.#limits,
      counters: this.counters,
      take: (piece) => {
        hash?.update(piece);
        return timed(() => records.push(piece));
      },
    });
    return end ?? timed(() => records.end());
  }

  /** Makes the records durable, and the key of their body with them. A body without records has nothing to lose. */
  async #keep(records: BodyRecords, answer: BodyAnswer, keyed: KeyedBody | null): Promise<void> {
    const { ports, register } = this.#options;
    const from = stopwatchMs();
    if (records.kept > 0) {
      const { columns } = records;
      await ports.append(keyed === null ? { columns } : { columns, batchId: batchOf(keyed, answer) });
      this.counters.durableMs += stopwatchMs() - from;
    }
    if (keyed !== null) register.put(keyed.digest, keyed.body, { at: ports.now(), answer });
  }

  #count(records: BodyRecords, source: Source): void {
    const { counters } = this;
    const { dropped, kept, lines } = records;
    const { health, ports } = this.#options;
    health.took(source, records, ports.now());
    counters.bodies++;
    counters.lines += lines;
    counters.kept += kept;
    for (const [reason, count] of dropped) counters.dropped[reason] += count;
  }

  #failed(error: unknown): Answer {
    if (error instanceof Refusal && error.kind === "unavailable") {
      return refusal(503, { code: error.code, detail: error.detail, headers: { "Retry-After": "5" } });
    }
    this.#options.ports.report(error);
    return refusal(500, {
      code: "intake.failed",
      detail:
        "We failed to take this body: the fault is ours and was logged. Send it again, with the same Idempotency-Key.",
    });
  }
}

interface Body {
  readonly request: IncomingMessage;
  /** Waits to be told "100 Continue"; null when the body comes anyway. */
  readonly awaiting: ServerResponse | null;
  readonly encoding: ContentEncoding;
  readonly source: Source;
}

interface KeyInUse {
  readonly token: string;
  readonly key: string;
  readonly digest: Buffer;
}

interface KeyedBody extends KeyInUse {
  /** SHA-256 of the body, decompressed. */
  readonly body: Buffer;
}

function batchOf({ token, key, body }: KeyedBody, answer: BodyAnswer): KeyedBatch {
  return { token, key, bodySha256: body.toString("hex"), answer: JSON.stringify(answer) };
}

function answerText({ kept, dropped }: BodyAnswer, { examples, unknownFields }: BodyRecords): string {
  const more = {
    ...(examples.length > 0 ? { examples } : {}),
    ...(unknownFields.size > 0 ? { unknownFields: Object.fromEntries(unknownFields) } : {}),
  };
  return JSON.stringify({ kept, dropped, ...more });
}
