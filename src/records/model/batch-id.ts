/** What makes the repeat of a batch known, and what was answered to it the first time. */
export interface BatchId {
  /** Which source sent it: keys of different tokens do not meet. */
  readonly token: string;
  readonly key: string;
  /** The same key with another body is a fault of the sender. */
  readonly bodySha256: string;
  readonly answer: string;
}
