import { placeOf } from "./place.ts";
import { BROWSER_SCRIPTS } from "./rules.ts";
import type { Source } from "./source.ts";
import type { Violation } from "./violation.ts";

const DATE = /\bnew Date\b|(?<![.\w])Date\(/;
const COMMENT = /^\s*(?:\/\/|\/?\*)/;

/**
 * `Date` objects are made in the kernel only: without an argument they are the clock, with one a format, and both
 * live there. `Date.UTC` is arithmetic and allowed; `Date.now` is the linter's.
 */
export function checkDates(sources: readonly Source[]): Violation[] {
  return sources.flatMap(({ path, lines }) => {
    const { module, isTest } = placeOf(path);
    if (module === undefined || module === "kernel" || isTest || BROWSER_SCRIPTS.includes(path)) return [];
    return lines.flatMap((text, index) => {
      if (COMMENT.test(text) || !DATE.test(text)) return [];
      return [
        {
          rule: "dates",
          path,
          line: index + 1,
          message: "a Date is made in #kernel only; pass an instant in epoch ms",
        },
      ];
    });
  });
}
