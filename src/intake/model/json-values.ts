import { scaledDecimal, scaledNumber } from "./decimal.ts";
import type { Dropped } from "./record.ts";

/** A JSON object as it was parsed: nothing is known of its fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What becomes of a line that is read as one JSON object: the object, or why the line is dropped. */
export function parseJsonObject(line: string): { readonly object: JsonObject } | Dropped {
  const value = parsed(line);
  if (value instanceof SyntaxError) return malformed(notJson(line, value));
  if (isObject(value)) return { object: value };
  return malformed(`column 1: expected a JSON object, got ${shown(value)}`);
}

/** Whether a value is a JSON object; null and lists are none. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether what a reader of one field gave is the reason why the line is dropped. */
export function isDropped(value: unknown): value is Dropped {
  return isObject(value) && "drop" in value;
}

/** A drop of a line that is not what its format says; `detail` tells where and what. */
export function malformed(detail: string): Dropped {
  return { drop: "malformed", detail };
}

/** A drop that names the field, what it should hold and what it holds. */
export function wrongField(name: string, expected: string, value: unknown): Dropped {
  return malformed(`field ${name}: expected ${expected}, got ${shown(value)}`);
}

/** A value as JSON, cut to 60 characters. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (isObject(value)) return "an object";
  if (Array.isArray(value)) return "a list";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Text or a number as text; absent when it is anything else, "" or "-" (what proxies write for "none"). */
export function plainText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" && value !== "-" ? value : undefined;
}

/** The first of some fields that holds text or a number, as text. */
export function firstText(object: JsonObject, names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = plainText(own(object, name));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** What an object holds under a name itself, never what it inherits. */
export function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/**
 * The value at a dotted path ("request.tls.server_name") as text. A field whose own name has dots wins over the
 * path; of a list the first entry counts. Absent when there is none, or when it is neither text nor a number.
 */
export function textAt(object: JsonObject, path: string): string | undefined {
  let value: unknown = own(object, path);
  if (value === undefined) {
    value = object;
    for (const name of path.split(".")) value = isObject(value) ? own(value, name) : undefined;
  }
  return plainText(Array.isArray(value) ? value[0] : value);
}

/** A number, or text that holds one, × 10^places, half up; undefined when absent. Negative or unreadable is a drop. */
export function readScaled(name: string, value: unknown, places: number): number | undefined | Dropped {
  if (isAbsent(value)) return undefined;
  const scaled = typeof value === "number" ? scaledNumber(value, places) : scaledDecimal(String(value), places);
  return scaled ?? wrongField(name, "a number that is not negative", value);
}

/** An HTTP status 0 to 999 as number or text. "", "-" and null mean that there was no answer: 0. */
export function readStatus(name: string, value: unknown): number | Dropped {
  if (value === undefined) return malformed(`field ${name}: missing`);
  if (isAbsent(value)) return 0;
  const status = typeof value === "string" && /^\d{1,3}$/.test(value) ? Number(value) : value;
  if (typeof status === "number" && Number.isInteger(status) && status >= 0 && status <= 999) return status;
  return wrongField(name, "an HTTP status, 0 to 999", value);
}

/** A copy without the fields that are undefined. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === "-";
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

/** The engine's own message quotes the line, and a line may hold a key: say what is wrong without quoting. */
function notJson(line: string, error: SyntaxError): string {
  if (!line.trimStart().startsWith("{")) return "column 1: expected a JSON object, which starts with {";
  if (/end of JSON|Unterminated/.test(error.message)) {
    return `column ${byteColumn(line, line.length)}: the line ends before its JSON object does; it may have been cut`;
  }
  const position = /at position (\d+)/.exec(error.message)?.[1];
  return `${position === undefined ? "" : `column ${byteColumn(line, Number(position))}: `}this is not valid JSON`;
}

function byteColumn(line: string, position: number): number {
  return new TextEncoder().encode(line.slice(0, position)).length + 1;
}
