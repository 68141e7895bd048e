import type { CustomFetch } from "openid-client";

/** Of an answer, in bytes: what providers say fits into a few thousand. */
const ANSWER_BYTES_MAX = 1_048_576;

/** The provider gave no answer that could be used: not there, too slow, out of order, too large. */
export class Unanswered extends TypeError {}

/** Fetches from an identity provider: an answer comes whole and in time, or not at all. Redirects are not followed. */
export const oidcFetch: CustomFetch = async (url, { body, headers, method, signal }) => {
  try {
    const asked = { headers, method, redirect: "manual", ...(signal === undefined ? {} : { signal }) } as const;
    // What it sends are the fields of a form, or nothing.
    const sent = typeof body === "string" || body instanceof URLSearchParams ? body.toString() : null;
    const answer = await fetch(url, { ...asked, body: sent });
    if (answer.status >= 500) throw new Unanswered(`it answers ${answer.status}`);
    const read = await readBody(answer);
    return new Response(answer.status === 204 ? null : read, { status: answer.status, headers: answer.headers });
  } catch (error) {
    throw error instanceof Unanswered ? error : new Unanswered(reasonOf(error));
  }
};

async function readBody(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > ANSWER_BYTES_MAX) throw new Unanswered(`it answers with more than ${ANSWER_BYTES_MAX} bytes`);
    parts.push(part);
  }
  return Uint8Array.from(Buffer.concat(parts));
}

function reasonOf(error: unknown): string {
  if (error instanceof DOMException) return "it does not answer in time";
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : "the connection broke";
}
