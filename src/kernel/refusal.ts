/** Why something was refused. One table maps each kind to an exit code (CLI) and later to an HTTP status. */
export type RefusalKind =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "stale"
  | "limit"
  | "unavailable";

/** One of several faults of an input: where (JSON Pointer, or line and column of a text, from 1) and what. */
export interface RefusalFault {
  readonly detail: string;
  readonly pointer?: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * Facts that belong to a refusal, for machines: file, line, column, limits. `faults` lists all that is wrong;
 * `retryAfterSeconds` says when to try again.
 */
export type RefusalParams = Readonly<Record<string, string | number | readonly RefusalFault[]>>;

/**
 * The only thing that Plimsoll throws on purpose: somebody's input or situation does not allow what was asked.
 * `detail` is said to a person as it stands: what happened, what it means, what to do next. `code` is
 * `noun.reason`, stable, listed in the manual.
 */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly code: string;
  readonly detail: string;
  readonly params: RefusalParams;

  constructor(kind: RefusalKind, code: string, detail: string, params: RefusalParams = {}) {
    super(`${code}: ${detail}`);
    this.name = "Refusal";
    this.kind = kind;
    this.code = code;
    this.detail = detail;
    this.params = params;
  }
}
