/** What the gateway itself answers, as RFC 9457 has it. */
export interface OwnProblem {
  readonly status: number;
  /** `noun.reason` */
  readonly code: string;
  readonly detail: string;
}

/** Type of its body. */
export const PROBLEM_TYPE = "application/problem+json";

const TITLES: Readonly<Record<number, string>> = {
  400: "Not readable",
  401: "Who asks is not known",
  403: "Not permitted",
  404: "Not found",
  408: "Too slow",
  410: "Gone",
  413: "Too large",
  417: "Expectation not met",
  429: "Too much",
  431: "Headers too large",
  500: "A bug of ours",
  502: "The API did not answer",
  503: "Not now",
  504: "The API took too long",
};

/** The body of such an answer. */
export function problemText({ status, code, detail }: OwnProblem, requestId: string): string {
  const title = TITLES[status] ?? (status < 500 ? "Refused" : "Failed");
  return JSON.stringify({ type: "about:blank", title, status, detail, code, requestId });
}

/** Ours to mend. */
export const BUG: OwnProblem = {
  status: 500,
  code: "gateway.bug",
  detail: "This went wrong on our side. Please tell us, with the requestId; the log has more under it.",
};
