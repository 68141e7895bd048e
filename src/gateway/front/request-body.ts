import type { IncomingMessage } from "node:http";
import { tooLargeBody } from "../model/fault-answer.ts";
import { HeaderKind } from "../model/header-kinds.ts";
import type { UpstreamConnection } from "../upstream/upstream-connection.ts";
import type { ClientSide } from "./client-side.ts";

const LAST_CHUNK = "0\r\n";

/** The body of a request on its way to an upstream: no faster than that takes it. */
export class RequestBody {
  /** Whether all of it was here. */
  isWhole = false;
  readonly #exchange: ClientSide;
  readonly #from: IncomingMessage;
  readonly #connection: UpstreamConnection;
  readonly #isChunked: boolean;
  #isLeft = false;

  constructor(
    exchange: ClientSide,
    from: IncomingMessage,
    { to, isChunked }: { readonly to: UpstreamConnection; readonly isChunked: boolean },
  ) {
    this.#exchange = exchange;
    this.#from = from;
    this.#connection = to;
    this.#isChunked = isChunked;
  }

  start(): void {
    this.#from.on("data", (bytes: Buffer) => this.#take(bytes));
    this.#from.on("end", () => this.#end());
  }

  resume(): void {
    this.#from.resume();
  }

  /** The upstream wants no more of it: the rest is read and dropped, so that the connection can go on. */
  leave(): void {
    this.#isLeft = true;
    this.resume();
  }

  #take(bytes: Buffer): void {
    if (this.#isLeft) return;
    const exchange = this.#exchange;
    const { bodyBytesMax } = exchange.gate.settings;
    exchange.requestBytes += bytes.length;
    if (exchange.requestBytes > bodyBytesMax) {
      this.#isLeft = true;
      this.#connection.abandon();
      const tooLarge = tooLargeBody(bodyBytesMax);
      exchange.response.shouldKeepAlive = false;
      exchange.refuse(tooLarge, tooLarge.outcome);
      return;
    }
    if (this.#isChunked) this.#connection.write(`${bytes.length.toString(16)}\r\n`);
    const hasRoom = this.#connection.write(bytes);
    if (this.#isChunked) this.#connection.write("\r\n");
    if (!hasRoom) this.#from.pause();
  }

  #end(): void {
    this.isWhole = true;
    if (this.#isLeft) return;
    if (this.#isChunked) this.#connection.write(`${LAST_CHUNK}${this.#trailers()}\r\n`);
    this.#connection.endRequest();
  }

  /** Only what may stand in a head as well: a trailer must not say what we refuse to hear there. */
  #trailers(): string {
    const { rawTrailers } = this.#from;
    let lines = "";
    for (let at = 0; at + 1 < rawTrailers.length; at += 2) {
      const name = rawTrailers[at] as string;
      if (this.#exchange.gate.kinds.of(name) === HeaderKind.plain) lines += `${name}: ${rawTrailers[at + 1]}\r\n`;
    }
    return lines;
  }
}
