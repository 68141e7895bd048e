import { faultsOf } from "./faults-of.ts";
import type { Measured } from "./measured.ts";
import type { Expectation } from "./probe.ts";
import type { ProbeResult } from "./probe-state.ts";

/** The run that a measurement was: judged, and without what is not kept. */
export function resultOf(measured: Measured, expect: Expectation, seq: number): ProbeResult {
  const faults = faultsOf(measured, expect);
  const { at, status, timing, certificateEndsAt } = measured;
  return {
    seq,
    at,
    passed: faults.length === 0,
    status,
    totalUs: us(timing.totalMs),
    lookupUs: us(timing.lookupMs),
    connectUs: us(timing.connectMs),
    tlsUs: us(timing.tlsMs),
    waitUs: us(timing.waitMs),
    certificateEndsAt,
    faults,
  };
}

function us(ms: number): number {
  return Math.round(ms * 1_000);
}
