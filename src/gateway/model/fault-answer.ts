import type { Outcome } from "#intake";
import type { Fault } from "./answer.ts";
import type { OwnProblem } from "./own-problem.ts";

/** What a client is told when an upstream does not answer, and how the record says it. */
export type FaultAnswer = OwnProblem & { readonly outcome: Outcome };

const BAD = { status: 502, outcome: "upstreamError" } as const;
const LATE = { status: 504, outcome: "timeout" } as const;
const AGAIN = "Try again; if it stays so, tell the provider the requestId.";

/** By fault. */
export const FAULT_ANSWERS: Readonly<Record<Fault, FaultAnswer>> = {
  connect: { ...BAD, code: "upstream.unreachable", detail: `The API cannot be reached. ${AGAIN}` },
  connectTimeout: { ...LATE, code: "upstream.connect-timeout", detail: `The API does not take connections. ${AGAIN}` },
  reset: {
    ...BAD,
    code: "upstream.reset",
    detail: `The API closed the connection before it answered, so it is not known whether the request was done. ${AGAIN}`,
  },
  garbage: { ...BAD, code: "upstream.garbage", detail: `What the API answered is no valid HTTP. ${AGAIN}` },
  headTooLarge: {
    ...BAD,
    code: "upstream.head-too-large",
    detail: `The API answered with headers over 64 KiB. ${AGAIN}`,
  },
  answerTimeout: {
    ...LATE,
    code: "upstream.timeout",
    detail: `The API did not answer in time; the request may still be done. ${AGAIN}`,
  },
  idle: { ...LATE, code: "upstream.idle", detail: `Nothing came from the API for too long. ${AGAIN}` },
};

/** No target takes requests now. */
export const NO_TARGET: FaultAnswer = {
  status: 503,
  outcome: "upstreamError",
  code: "upstream.unavailable",
  detail: `All targets of this API are out of service. ${AGAIN}`,
};

/** The API has no upstream (for this version). */
export const NO_UPSTREAM: FaultAnswer = {
  status: 502,
  outcome: "upstreamError",
  code: "upstream.unknown",
  detail: "It is not set where this API is served. Tell the provider the requestId.",
};

/** The body stalled under way. */
export const SLOW_BODY: FaultAnswer = {
  status: 408,
  outcome: "clientAborted",
  code: "request.slow-body",
  detail: "No byte of the request's body came for too long, so the request was given up. Send it again.",
};

/** The body is longer than bodies may be. */
export function tooLargeBody(bytesMax: number): FaultAnswer {
  return {
    status: 413,
    outcome: "served",
    code: "request.too-large",
    detail: `The body is larger than ${bytesMax} bytes, the most that is taken here. Nothing was done.`,
  };
}
