/** An answer to a client, whoever writes it on the connection: `node:http`, or the reader of plain requests. */
export interface ClientResponse {
  /** Set to false before the head is made: the connection ends with this answer. */
  shouldKeepAlive: boolean;
  statusCode: number;
  readonly headersSent: boolean;
  /** All of it is with the kernel. */
  readonly writableFinished: boolean;
  /** Headers are flat: names and values. */
  writeHead(status: number, reason: string, headers: string[]): unknown;
  /** Sends the head now, where it would wait for the body. */
  flushHeaders(): void;
  /** False: wait for "drain". */
  write(bytes: Buffer): boolean;
  end(): unknown;
  end(last: Buffer): unknown;
  end(last: string, encoding: "latin1" | "utf8"): unknown;
  writeContinue(): void;
  writeInformation(status: number, headers: string[]): void;
  addTrailers(trailers: [string, string][]): void;
  on(event: "drain", listener: () => void): unknown;
}
