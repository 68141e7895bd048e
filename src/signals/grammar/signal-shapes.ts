import { z } from "zod";
import { ANNOTATION_MAX, KEY_MAX, LABEL_NAME_MAX, LABEL_VALUE_MAX, LABELS_MAX } from "../model/signal.ts";

const tooMany = `has more than ${LABELS_MAX} entries`;
const sized = (all: Readonly<Record<string, string>>): boolean => Object.keys(all).length <= LABELS_MAX;

/** Labels as they were sent; an empty one is none, as in Prometheus. */
export const labelsShape = z
  .record(
    z.string().min(1).max(LABEL_NAME_MAX),
    z.string().max(LABEL_VALUE_MAX, `is longer than ${LABEL_VALUE_MAX} characters: shorten it where it is made`),
  )
  .refine(sized, tooMany)
  .transform((labels) => Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== "")));

/** Texts for people; long ones are cut. */
export const annotationsShape = z
  .record(z.string().min(1).max(LABEL_NAME_MAX), z.string().transform(cutAnnotation))
  .refine(sized, tooMany);

/** The key under which a source names a thing. */
export const keyShape = z.string().min(1).max(KEY_MAX);

/** An instant as RFC 3339 text with an offset → epoch ms; null where it is the beginning of the Christian era, which Go writes for "none". */
export const instantShape = z.iso.datetime({ offset: true }).transform((text) => {
  const { epochMilliseconds } = Temporal.Instant.from(text);
  return epochMilliseconds <= 0 ? null : epochMilliseconds;
});

/** A text that is cut to what is kept of an annotation. */
export function cutAnnotation(text: string): string {
  return text.length <= ANNOTATION_MAX ? text : `${text.slice(0, ANNOTATION_MAX - 1)}…`;
}
