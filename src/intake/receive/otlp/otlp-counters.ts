/** What came over OTLP since the start, beside what `IntakeCounters` counts of all bodies. */
export class OtlpCounters {
  /** Spans and log records that came again, and were not counted again. */
  repeats = 0;
  /** Spans of other kinds than servers'. */
  others = 0;
  /** Kept ones that say that others were left out before they began. */
  sampled = 0;
}
