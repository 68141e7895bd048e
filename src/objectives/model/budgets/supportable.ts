import { PPM, upperErrorBound } from "#kernel";

/**
 * The largest target (ppm, rounded down) that this history supports with this confidence in (0, 1): 3 bad of 10,000
 * support 99.92 % at 95 %, not 99.97 %. Null when there is no history; 0 when all was bad.
 */
export function supportableTarget(valid: number, bad: number, confidence: number): number | null {
  return valid === 0 ? null : Math.floor((1 - upperErrorBound(bad, valid, confidence)) * PPM);
}
