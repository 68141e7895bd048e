import { STATUS_CODES } from "node:http";
import type { Refusal, RefusalFault } from "#kernel";
import type { TakenSignals } from "#alerting";
import { type Exchange, sendAnswer } from "#intake";

/** In whose words a sender is answered: Alertmanager's, PagerDuty's, or ours. */
export type SignalTongue = "alertmanager" | "pagerduty" | "plimsoll";

/** Statuses of refusals, as of the management API; a body that cannot be taken is 400 in the words of the other two. */
const STATUS: Readonly<Record<Refusal["kind"], number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  stale: 412,
  limit: 429,
  unavailable: 503,
};

type SignalOutcomes = TakenSignals["outcomes"];

/** What is answered to a sender of signals. */
export interface SignalAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfterSeconds?: number;
}

/** That signals were taken. `key`: by which PagerDuty's senders go on. */
export function takenAnswer(tongue: SignalTongue, outcomes: SignalOutcomes, key: string | undefined): SignalAnswer {
  if (tongue === "alertmanager") return { status: 200, body: undefined };
  if (tongue === "pagerduty") {
    return { status: 202, body: { status: "success", message: "Event processed", dedup_key: key ?? "" } };
  }
  return { status: 202, body: { taken: countsOf(outcomes) } };
}

/** That something of a body cannot be taken. What of it could be was taken: that is said too. */
export function faultyAnswer(
  tongue: SignalTongue,
  faults: readonly RefusalFault[],
  taken: SignalOutcomes | undefined,
): SignalAnswer {
  const said = faults.map(({ pointer = "", detail }) => `${pointer === "" ? "the body" : pointer} ${detail}`);
  const rest = taken === undefined ? "Nothing was taken" : "Everything else in it was taken";
  const detail = `The signals are not all as they must be: ${said.join("; ")}. ${rest}; correct it where it is sent.`;
  if (tongue === "alertmanager") return { status: 400, body: detail };
  if (tongue === "pagerduty") return { status: 400, body: { status: "invalid event", message: detail, errors: said } };
  const outcomes = taken === undefined ? {} : { taken: countsOf(taken) };
  return { status: 422, body: { ...problem(422, "signal.invalid", detail), faults, ...outcomes } };
}

/** A refusal, in the words of the management API: whoever does not know them knows the status. */
export function refusedAnswer({ kind, code, detail }: Refusal): SignalAnswer {
  const status = code === "signal.too-large" ? 413 : code === "signal.malformed" ? 400 : STATUS[kind];
  return {
    status,
    body: problem(status, code, detail),
    ...(status === 503 || status === 429 ? { retryAfterSeconds: 5 } : {}),
  };
}

/** Sends it; nobody on the way keeps it. */
export function sendSignalAnswer(exchange: Exchange, { status, body, retryAfterSeconds }: SignalAnswer): void {
  const isProblem = typeof body === "object" && body !== null && "code" in body;
  const headers = {
    "Cache-Control": "no-store",
    ...(body === undefined ? {} : { "Content-Type": isProblem ? "application/problem+json" : "application/json" }),
    ...(status === 401 ? { "WWW-Authenticate": 'Bearer realm="plimsoll"' } : {}),
    ...(retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) }),
  };
  sendAnswer(exchange, { status, headers, body: body === undefined ? "" : JSON.stringify(body) });
}

function problem(status: number, code: string, detail: string) {
  return { type: "about:blank", title: STATUS_CODES[status] ?? "", status, code, detail };
}

/** How many of each outcome; of those that came about. */
function countsOf(outcomes: SignalOutcomes): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
