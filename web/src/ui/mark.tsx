import { type MarkTone, plimsollMark } from "#charts";

/** The Plimsoll mark as gauge: always with the number beside it, so it is hidden from screen readers. */
export function Mark({ spent, tone, className }: { spent: number; tone: MarkTone; className: string }) {
  // The markup is our own: numbers only.
  return (
    <span
      className={`inline-flex [&>svg]:size-full ${className}`}
      dangerouslySetInnerHTML={{ __html: plimsollMark({ spent, tone }).text }}
    />
  );
}
