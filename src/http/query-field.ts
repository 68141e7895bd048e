import { z } from "zod";

/** An instant as RFC 3339 text with an offset, read to epoch milliseconds. */
export const instantField = z.iso
  .datetime({ offset: true })
  .transform((text) => Temporal.Instant.from(text).epochMilliseconds);

/** A query field that may be given several times; a single one is a list of one. */
export function repeatedField<Item extends z.ZodType>(item: Item, max: number) {
  return z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).max(max),
  );
}
