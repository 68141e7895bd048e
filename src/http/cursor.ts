import { createHash } from "node:crypto";
import type { z } from "zod";
import { Refusal } from "#kernel";

const CHECK_BYTES = 6;
const TEXT_MAX = 1_000;

/**
 * Where the next page begins, as text that means nothing to its reader. It carries the list's name and a checksum, so
 * that one of another list, or a damaged one, is noticed. It is no secret: what it may show is decided anew for each page.
 */
export function cursorOf(list: string, position: readonly (string | number)[]): string {
  const body = Buffer.from(JSON.stringify(position));
  return Buffer.concat([checkOf(list, body), body]).toString("base64url");
}

/** The position in a cursor, checked by `shape`; undefined stands for the first page. */
export function readCursor<Position>(
  list: string,
  cursor: string | undefined,
  shape: z.ZodType<Position>,
): Position | undefined {
  if (cursor === undefined) return undefined;
  const bytes = Buffer.from(cursor.slice(0, TEXT_MAX), "base64url");
  const body = bytes.subarray(CHECK_BYTES);
  if (cursor.length > TEXT_MAX || !checkOf(list, body).equals(bytes.subarray(0, CHECK_BYTES))) throw badCursor();
  const parsed = shape.safeParse(JSON.parse(body.toString()));
  if (!parsed.success) throw badCursor();
  return parsed.data;
}

function checkOf(list: string, body: Buffer): Buffer {
  return createHash("sha256").update(list).update("\0").update(body).digest().subarray(0, CHECK_BYTES);
}

function badCursor(): Refusal {
  return new Refusal(
    "invalid",
    "request.cursor",
    "The cursor is none that this list gave out. Leave it away to begin with the first page, and pass `next` on as it was given.",
    { faults: [{ pointer: "/cursor", detail: "is not a cursor of this list" }] },
  );
}
