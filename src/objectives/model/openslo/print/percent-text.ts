import { percentOfPpm } from "#kernel";

/** 999500 ppm → "99.95%", as `parsePercent` reads it. */
export function percentText(ppm: number): string {
  return percentOfPpm(ppm).replace(/\s/, "");
}
