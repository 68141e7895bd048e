import { OUTCOMES, type Outcome } from "#intake";

/** The class of a request: exactly one for each. The index is its code in tallies. */
export const CLASSES = [
  "ok",
  "clientFault",
  "throttled",
  "quota",
  "serverError",
  "timeout",
  "noAnswer",
  "clientAborted",
  "healthCheck",
] as const;
export type RequestClass = (typeof CLASSES)[number];

/** What availability makes of a request: valid = good + bad. */
export type Goodness = "good" | "bad" | "excluded";

/** Availability by default: what the provider must answer for is bad, what the client did wrong is still an answer. */
export const AVAILABILITY: Readonly<Record<RequestClass, Goodness>> = {
  ok: "good",
  clientFault: "good",
  throttled: "excluded",
  quota: "excluded",
  serverError: "bad",
  timeout: "bad",
  noAnswer: "bad",
  clientAborted: "excluded",
  healthCheck: "excluded",
};

/**
 * What counts towards a quota, and is charged: all that was let through to the API, also what failed there. What was
 * refused for a limit is not, nor is a health check.
 */
export const METERED: Readonly<Record<RequestClass, boolean>> = {
  ok: true,
  clientFault: true,
  throttled: false,
  quota: false,
  serverError: true,
  timeout: true,
  noAnswer: true,
  clientAborted: true,
  healthCheck: false,
};

/**
 * The class code of a request, from its status (0 = no answer), the code of its outcome and the health check
 * flag. What the source says of the outcome goes before what the status suggests.
 */
export function classCodeOf(status: number, outcomeCode: number, healthCheck: number): number {
  if (healthCheck === 1) return HEALTH_CHECK;
  const byOutcome = CLASS_BY_OUTCOME[outcomeCode] as number;
  if (byOutcome === SERVER_ERROR && status === 0) return NO_ANSWER;
  if (byOutcome !== BY_STATUS) return byOutcome;
  return status < STATUSES ? (CLASS_BY_STATUS[status] as number) : SERVER_ERROR;
}

const BY_STATUS = 255;
const STATUSES = 600;
const SERVER_ERROR = CLASSES.indexOf("serverError");
const NO_ANSWER = CLASSES.indexOf("noAnswer");
const HEALTH_CHECK = CLASSES.indexOf("healthCheck");

const OUTCOME_CLASS: Partial<Record<Outcome, RequestClass>> = {
  unauthenticated: "clientFault",
  forbidden: "clientFault",
  throttled: "throttled",
  quota: "quota",
  // Also with a status of 200: the answer broke off under way.
  upstreamError: "serverError",
  timeout: "timeout",
  clientAborted: "clientAborted",
};

const CLASS_BY_OUTCOME = Uint8Array.from(OUTCOMES, (outcome) => {
  const known = OUTCOME_CLASS[outcome];
  return known === undefined ? BY_STATUS : CLASSES.indexOf(known);
});

const CLASS_BY_STATUS = Uint8Array.from({ length: STATUSES }, (_, status) => CLASSES.indexOf(classOfStatus(status)));

/** A status outside 100 to 599 is treated as 5xx (RFC 9110, 15). 499 is nginx's mark of a client that went away. */
function classOfStatus(status: number): RequestClass {
  if (status === 0) return "noAnswer";
  if (status === 429) return "throttled";
  if (status === 499) return "clientAborted";
  if (status >= 400 && status < 500) return "clientFault";
  return status >= 100 && status < 400 ? "ok" : "serverError";
}
