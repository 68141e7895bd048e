import type { ClientBy } from "./formats.ts";
import type { Decoded } from "./record.ts";

/**
 * The slow path: one pure function for each format, written to be clear. It decides what a line means; a byte
 * scanner may only be faster, never different. Text formats get their bytes as Latin-1, one character a byte
 * (`logged-text.ts` says why); JSON formats get proper text, since the caller has checked its UTF-8.
 */
export type SlowDecode = (line: string, clientBy: ClientBy) => Decoded;
