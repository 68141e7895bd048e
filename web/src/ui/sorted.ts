import { compareText } from "#kernel";

/** By which column, and which way; `-bad` in the address is "most bad first". */
export interface Order {
  readonly key: string;
  readonly descending: boolean;
}

export function orderOf(text: string | undefined, fallback: string): Order {
  const asked = text ?? fallback;
  return asked.startsWith("-") ? { key: asked.slice(1), descending: true } : { key: asked, descending: false };
}

/** The order after a click on a column's head: the other way round, or at first the largest first for numbers. */
export function nextOrder(order: Order, key: string, isNumber: boolean): string {
  const descending = order.key === key ? !order.descending : isNumber;
  return descending ? `-${key}` : key;
}

/** Rows by a value; rows without one (null) are last either way; equals keep their order. */
export function sorted<T>(rows: readonly T[], valueOf: (row: T) => number | string | null, descending: boolean): T[] {
  return rows.toSorted((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const order =
      typeof left === "number" && typeof right === "number" ? left - right : compareText(String(left), String(right));
    return descending ? -order : order;
  });
}
