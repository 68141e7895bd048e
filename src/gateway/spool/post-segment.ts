import { gzip } from "node:zlib";
import { promisify } from "node:util";
import { SECOND_MS } from "#kernel";

/** Where segments go. */
export interface SpoolTarget {
  /** Of the server, without a slash at its end. */
  readonly server: string;
  /** With the scope `gateway`. */
  readonly token: string;
}

/** What became of a try. `later`: it is to be tried again, after so long at least where the server says so. */
export type Posted =
  | { readonly what: "taken"; readonly isRepeat: boolean }
  | { readonly what: "refused"; readonly why: string }
  | { readonly what: "later"; readonly why: string; readonly afterMs: number };

const packed = promisify(gzip);
/** The server said that this very body will never be taken. Others (a token, a load) may change. */
const NEVER: ReadonlySet<number> = new Set([400, 413, 415, 422]);

/** Sends a closed segment; the same key makes the server take it once, however often it is sent. Never throws. */
export async function postSegment(
  { server, token }: SpoolTarget,
  { key, body }: { readonly key: string; readonly body: Buffer },
  answerMs: number,
): Promise<Posted> {
  try {
    const answer = await fetch(`${server}/intake/v1/records`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/x-ndjson",
        "content-encoding": "gzip",
        "idempotency-key": key,
        "plimsoll-source": "gateway",
      },
      body: new Uint8Array(await packed(body, { level: 1 })),
      signal: AbortSignal.timeout(answerMs),
    });
    const text = await answer.text();
    if (answer.ok) return { what: "taken", isRepeat: answer.headers.get("idempotent-replayed") === "true" };
    const why = `${answer.status}: ${text.slice(0, 300)}`;
    if (NEVER.has(answer.status)) return { what: "refused", why };
    return { what: "later", why, afterMs: retryAfterMs(answer.headers.get("retry-after")) };
  } catch (fault) {
    const cause = fault instanceof Error && fault.cause instanceof Error ? fault.cause : fault;
    return { what: "later", why: cause instanceof Error ? cause.message : String(cause), afterMs: 0 };
  }
}

/** Seconds; a date there is not looked at. */
function retryAfterMs(text: string | null): number {
  return /^\d{1,4}$/.test(text ?? "") ? Number(text) * SECOND_MS : 0;
}
