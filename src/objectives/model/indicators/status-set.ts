/** A closed range of HTTP statuses. */
export type StatusRange = readonly [from: number, to: number];

const STATUS_MAX = 999;
const ONE = /^\d{1,3}$/;
const HUNDRED = /^([1-9])[xX]{2}$/;
const RANGE = /^(\d{1,3})-(\d{1,3})$/;

/** 404, "404", "5xx" (also "5XX"), "200-299" → a range of statuses from 0 (no answer) to 999; undefined for anything else. */
export function parseStatusSet(value: unknown): StatusRange | undefined {
  if (typeof value === "number") {
    return Number.isInteger(value) && value >= 0 && value <= STATUS_MAX ? [value + 0, value + 0] : undefined;
  }
  if (typeof value !== "string") return undefined;
  if (ONE.test(value)) return [Number(value), Number(value)];
  const hundred = HUNDRED.exec(value)?.[1];
  if (hundred !== undefined) return [Number(hundred) * 100, Number(hundred) * 100 + 99];
  const [, from, to] = RANGE.exec(value) ?? [];
  return from !== undefined && Number(from) <= Number(to) ? [Number(from), Number(to)] : undefined;
}

/** The shortest way to write a range: 404, "5xx", "200-204". */
export function statusSetText([from, to]: StatusRange): number | string {
  if (from === to) return from;
  return from >= 100 && from % 100 === 0 && to === from + 99 ? `${from / 100}xx` : `${from}-${to}`;
}
