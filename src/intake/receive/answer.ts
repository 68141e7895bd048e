import { STATUS_CODES } from "node:http";

/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What a refusal says, beside its status. */
export interface Problem {
  /** `noun.reason`, stable, listed in docs/manual/intake.md. */
  readonly code: string;
  /** For a person: what happened, what it means, what to do next. */
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal as RFC 9457 has it. */
export function refusal(status: number, { code, detail, headers = {} }: Problem): Answer {
  return {
    status,
    headers: { "Content-Type": "application/problem+json", ...headers },
    body: JSON.stringify({ type: "about:blank", title: STATUS_CODES[status] ?? "", status, detail, code }),
  };
}

/** An answer to a body that was taken. */
export function taken(body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers: { "Content-Type": "application/json", ...headers }, body };
}
