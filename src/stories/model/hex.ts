const BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Eight hex digits of a whole number below 2³²; from a table, as each record has several. */
export function hex(number: number): string {
  const high = BYTES[number >>> 24] as string;
  return (
    high +
    (BYTES[(number >>> 16) & 255] as string) +
    (BYTES[(number >>> 8) & 255] as string) +
    (BYTES[number & 255] as string)
  );
}
