import type { IncomingMessage } from "node:http";
import type { Transform } from "node:stream";
import { constants, createGunzip, createZstdDecompress } from "node:zlib";
import { giveBack, stopwatchMs } from "#kernel";
import type { Answer } from "./answer.ts";
import type { ContentEncoding } from "./content.ts";
import type { IntakeCounters } from "./counters.ts";
import type { IntakeLimits } from "./limits.ts";
import { broken, tooLarge, tooLargeDecoded, tooSlow } from "./refusals.ts";

const INFLATED_CHUNK_BYTES = 65_536;
/** What RFC 8878 asks every decoder to take: a window of 8 MiB, not the 128 MiB that a frame may demand. */
const ZSTD_WINDOW_LOG_MAX = 23;

/** Takes a piece of a body, decompressed; an answer ends the reading. The piece is gone when it returns. */
export type TakePiece = (piece: Buffer) => Answer | null;

/** How the reading of a body ended: whole (null), with an answer of ours, or because the client went away. */
export type BodyEnd = Answer | "gone" | null;

/** Reads a body to its end, in pieces, and no further than the limits. Calls `take` never again after it has ended. */
export function readBody(request: IncomingMessage, encoding: ContentEncoding, options: ReadOptions): Promise<BodyEnd> {
  return new BodyReading(request, encoding, options).ended;
}

export interface ReadOptions {
  readonly limits: IntakeLimits;
  readonly counters: IntakeCounters;
  readonly take: TakePiece;
}

class BodyReading {
  readonly ended: Promise<BodyEnd>;
  readonly #request: IncomingMessage;
  readonly #options: ReadOptions;
  readonly #inflate: Transform | null;
  readonly #from = stopwatchMs();
  readonly #resolve: (end: BodyEnd) => void;
  #isOpen = true;
  #received = 0;
  #decoded = 0;

  constructor(request: IncomingMessage, encoding: ContentEncoding, options: ReadOptions) {
    this.#request = request;
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<BodyEnd>();
    this.ended = promise;
    this.#resolve = resolve;
    this.#inflate = inflateOf(encoding);
    if (this.#inflate !== null) this.#listenTo(this.#inflate);
    request.socket.setTimeout(options.limits.bodyIdleMs);
    request.on("timeout", () => this.#end(tooSlow(options.limits)));
    request.on("data", (chunk: Buffer) => this.#receive(chunk));
    request.on("end", () => this.#receivedAll());
    request.on("close", () => this.#closed());
    if (request.destroyed) this.#closed();
  }

  #listenTo(inflate: Transform): void {
    inflate.on("data", (piece: Buffer) => this.#takePiece(piece));
    inflate.on("drain", () => this.#request.resume());
    inflate.on("end", () => this.#end(null));
    inflate.on("error", () => this.#end(broken()));
  }

  #receive(chunk: Buffer): void {
    if (!this.#isOpen) return;
    this.#received += chunk.length;
    this.#options.counters.receivedBytes += chunk.length;
    const { bodyBytesMax, bodyMs } = this.#options.limits;
    if (this.#received > bodyBytesMax) this.#end(tooLarge(bodyBytesMax));
    else if (stopwatchMs() - this.#from > bodyMs) this.#end(tooSlow(this.#options.limits));
    else if (this.#inflate === null) {
      this.#takePiece(chunk);
      giveBackChunk(chunk);
    } else if (!this.#inflate.write(chunk)) this.#request.pause();
  }

  #receivedAll(): void {
    if (this.#inflate === null) this.#end(null);
    else if (this.#received === 0) this.#end(null);
    else this.#inflate.end();
  }

  /** A request closes too when it was read to its end, and what was compressed may not be decompressed by then. */
  #closed(): void {
    if (!this.#request.complete) this.#end("gone");
  }

  #takePiece(piece: Buffer): void {
    if (!this.#isOpen) return;
    this.#decoded += piece.length;
    this.#options.counters.decodedBytes += piece.length;
    const { decodedBytesMax } = this.#options.limits;
    if (this.#decoded > decodedBytesMax) {
      this.#end(tooLargeDecoded(decodedBytesMax));
      return;
    }
    const answer = this.#options.take(piece);
    if (answer !== null) this.#end(answer);
  }

  /** The first end counts. */
  #end(end: BodyEnd): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#request.socket.setTimeout(0);
    this.#inflate?.destroy();
    this.#resolve(end);
  }
}

function inflateOf(encoding: ContentEncoding): Transform | null {
  if (encoding === "identity") return null;
  if (encoding === "gzip") return createGunzip({ chunkSize: INFLATED_CHUNK_BYTES });
  return createZstdDecompress({
    chunkSize: INFLATED_CHUNK_BYTES,
    params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG_MAX },
  });
}

/**
 * Frees the memory of a chunk that was read. So little else becomes garbage here that collections are rare, so the chunks
 * would wait; and for each 32 MB of them V8 marks its whole heap, which took a quarter of the processor's time under full
 * load. A chunk that shares its memory is left alone.
 */
function giveBackChunk(chunk: Buffer): void {
  if (chunk.buffer.byteLength === chunk.length) giveBack(chunk);
}
