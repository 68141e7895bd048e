import type { Outcome } from "#intake";

/** One exchange as the gateway saw it: what a request record is made of. */
export interface GatewayRecord {
  /** When the request's head was here, epoch ms. */
  readonly at: number;
  /** Name of the API. */
  readonly api: string;
  readonly version: string | null;
  readonly environment: string;
  readonly method: string;
  /** The API's own path, as its OpenAPI document knows it, as sent and without query. */
  readonly path: string;
  /** What the client was answered; 499 when it went before the answer's head was sent. */
  readonly status: number;
  /** From the request's head to the answer's last byte, integer µs. */
  readonly durationUs: number;
  /** From the request's head on the way to the upstream to the end of its answer, integer µs; null when it was not asked. */
  readonly upstreamUs: number | null;
  /** Name of the client; null when it is nobody's. */
  readonly client: string | null;
  readonly plan: string | null;
  /** Bytes of the request's body. */
  readonly requestBytes: number;
  /** Bytes of the answer's body that were handed on. */
  readonly responseBytes: number;
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  readonly requestId: string;
  readonly outcome: Outcome;
  /** Of the client: the peer's, or what a trusted proxy says of it. */
  readonly ip: string;
  /** Empty when none was sent. */
  readonly userAgent: string;
}

/** Where the records of the gateway go. */
export interface RecordSink {
  /** Takes it at once: nothing on a request's way waits for it. */
  add(record: GatewayRecord): void;
}
