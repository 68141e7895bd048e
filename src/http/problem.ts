import { Refusal, type RefusalKind } from "#kernel";

/** RFC 9457: what went wrong, for programs (`code`, params) and for people (`title`, `detail`). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly [param: string]: unknown;
}

/** The one table from kinds of refusals to HTTP. */
export const PROBLEM_KINDS: Readonly<Record<RefusalKind, { readonly status: number; readonly title: string }>> = {
  invalid: { status: 422, title: "Not valid" },
  unauthenticated: { status: 401, title: "Not signed in" },
  forbidden: { status: 403, title: "Not permitted" },
  "not-found": { status: 404, title: "Not found" },
  conflict: { status: 409, title: "In conflict" },
  stale: { status: 412, title: "Changed meanwhile" },
  limit: { status: 429, title: "Too much" },
  unavailable: { status: 503, title: "Not now" },
};

/** What Fastify refuses by itself, in our words; it happens before there is an action. */
const FRAMING: Readonly<Record<string, { status: number; title: string; code: string; detail: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    title: "Too large",
    code: "request.too-large",
    detail:
      "The body is larger than this request may be, so it was not read. The manual's page about the API has the limits.",
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    title: "Unknown kind of body",
    code: "request.media-type",
    detail:
      "The body is of a kind that is not read here. Send application/json, or text/yaml for a file of objectives or an OpenAPI document.",
  },
};

/** The bodies that cannot be read at all. */
const MALFORMED = {
  status: 400,
  title: "Not readable",
  code: "request.malformed",
  detail: "The request cannot be read, so nothing was done: its address or its body is not well-formed, or too long.",
};

const OURS = {
  status: 500,
  title: "A bug of ours",
  code: "server.bug",
  detail: "This went wrong on our side. Please tell us, with the requestId; the server's log has more under it.",
};

/** The problem for whatever was thrown. Of what is not meant for people, nothing is passed on. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Refusal) {
    const { status, title } = PROBLEM_KINDS[error.kind];
    // Params come first: none of them may pose as the status or the code.
    return { ...error.params, ...frame({ status, title, code: error.code, detail: error.detail }, requestId) };
  }
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  const framing = typeof code === "string" ? FRAMING[code] : undefined;
  if (framing !== undefined) return frame(framing, requestId);
  return frame(typeof statusCode === "number" && statusCode < 500 ? MALFORMED : OURS, requestId);
}

function frame(found: { status: number; title: string; code: string; detail: string }, requestId: string): Problem {
  return { type: "about:blank", ...found, requestId };
}
