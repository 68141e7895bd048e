/** What a spool counts since it began. */
export class SpoolCounters {
  /** Records that were handed to it. */
  records = 0;
  /** Records that the server has taken: their segment was acknowledged. */
  delivered = 0;
  /** Segments that the server had already: an answer had been lost. */
  repeated = 0;
  /** Tries that failed. */
  failures = 0;
  /** Records that were dropped because there was no more room, and the time in which they began (epoch ms). */
  lost = 0;
  lostFrom = Number.POSITIVE_INFINITY;
  lostTo = Number.NEGATIVE_INFINITY;
  /** Records in segments that the server will never take; they are kept beside the others. */
  refused = 0;
}
