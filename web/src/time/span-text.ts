import { DAY_MS, spanText } from "#kernel";

/** The length of a range: "24 h" for a day, else its two largest units. */
export function rangeSpanText({ from, to }: { readonly from: number; readonly to: number }): string {
  return to - from === DAY_MS ? "24 h" : spanText(to - from);
}
