/** Why an upstream did not answer, or not to the end. */
export type Fault =
  /** No connection: refused, unreachable, no such name, a certificate that does not hold. */
  | "connect"
  | "connectTimeout"
  /** Closed or broken before the answer was whole. */
  | "reset"
  /** What came is no HTTP/1.1, or could be read in two ways. */
  | "garbage"
  | "headTooLarge"
  /** No head of an answer in time. */
  | "answerTimeout"
  /** No byte either way for too long. */
  | "idle";

/** Said where a fault is one of many of its kind. */
export const NOT_HTTP: Fault = "garbage";

/** The head of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly reason: string;
  /** Names and values to be handed on, flat; those for one connection only are left out. */
  readonly headers: string[];
  /** Bytes of the body, where they are told. */
  readonly body: number | "chunked" | "untilClose";
  readonly keepsAlive: boolean;
  readonly idleSeconds: number | null;
}

/** Who asked an upstream, and is told what becomes of it. Bytes are valid during the call only. */
export interface AnswerTaker {
  /** Whether an answer of 101 makes a tunnel of the connection: then `onBody` gets its bytes. */
  readonly tunnels: boolean;
  /** A head before that of the answer, such as 103 (Early Hints); not 100. Whoever has no use for it leaves it out. */
  onInterim?(head: AnswerHead): void;
  onHead(head: AnswerHead): void;
  onBody(bytes: Buffer): void;
  /** The answer is whole; `last`: the end of its body where that did not come alone. */
  onEnd(last: Buffer | null, trailers: readonly string[]): void;
}
