/** Where the time of an exchange went; ms, of all hops together. What it did not come to is 0. */
export interface Timing {
  readonly lookupMs: number;
  readonly connectMs: number;
  readonly tlsMs: number;
  /** From the request's being sent to the answer's first byte. */
  readonly waitMs: number;
  /** From the beginning to the last byte, or to where it broke off. */
  readonly totalMs: number;
}

/** What kept an exchange from ending with an answer. */
export type Obstacle = "refused" | "lookup" | "connect" | "tls" | "timeout" | "answer" | "redirects";

/** What came of asking once. */
export interface Measured {
  /** Epoch ms, when it began. */
  readonly at: number;
  /** Of the last answer; 0 when there was none. */
  readonly status: number;
  readonly timing: Timing;
  /** By lower-case name; several are joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** Its beginning, as UTF-8: 256 KiB at most. */
  readonly body: string;
  /** The body was longer. */
  readonly cut: boolean;
  /** When the certificate of the last host ends; null without TLS. */
  readonly certificateEndsAt: number | null;
  /** The address that was connected to last. */
  readonly address: string | null;
  /** What was in the way, with a sentence for a person; null when there was an answer. */
  readonly obstacle: { readonly kind: Obstacle; readonly text: string } | null;
}
