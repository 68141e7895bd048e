/** A fault at a place of something sent: a field by its JSON Pointer, and in a file its line. */
export interface Fault {
  readonly detail: string;
  readonly pointer?: string;
  readonly line?: number;
  readonly column?: number;
}

interface ProblemBody {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly faults?: readonly Fault[];
}

/** What the server refused, in its words (RFC 9457). `status` 0: there was no answer at all. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly faults: readonly Fault[];

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? `The server answered ${status} without a reason.`);
    this.status = status;
    this.code = body.code ?? "";
    this.faults = body.faults ?? [];
  }
}

/** The problem that an answer tells; what is not JSON (a proxy's page) is told by its status alone. */
export async function problemOf(response: Response): Promise<Problem> {
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  return new Problem(response.status, isJson ? ((await response.json()) as ProblemBody) : {});
}

/** What is wrong with one field, in the server's words. */
export function faultAt(error: Error | null, pointer: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.faults.find((fault) => fault.pointer === pointer)?.detail;
}

/** What is wrong with a field or with something within it, such as one name of a list. */
export function faultWithin(error: Error | null, pointer: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.faults.find((fault) => fault.pointer === pointer || fault.pointer?.startsWith(`${pointer}/`))?.detail;
}

/** For people: what to do about it. */
export function remedyOf(problem: Problem): string {
  if (problem.status === 0) return "Is the server running? The page asks again by itself.";
  if (problem.status === 401) return "Sign in again; you come back to this page.";
  if (problem.status === 403) return "Ask somebody with the right to do it, or use another account.";
  if (problem.status === 404) return "It may have been deleted. Choose another one from the navigation.";
  if (problem.status === 412) return "Somebody changed it meanwhile. Load the page again, and repeat your change.";
  if (problem.status >= 500) return "The server's log says more. The page asks again by itself.";
  return "Change what it names, and try again.";
}
