import assert from "node:assert/strict";
import { SECOND_MS } from "#kernel";

export const STREAM = "/api/v1/stream";
/** Comments come each 15 s, events each second. */
export const PATIENCE_MS = 25 * SECOND_MS;

/** A stream that is read event by event. */
export interface OpenedStream extends AsyncDisposable {
  /** What comes next, up to an empty line; undefined when the server ended it. */
  readonly next: () => Promise<string | undefined>;
}

/** Opens the event stream as the headers say who asks. */
export async function openStream(url: string, headers: Record<string, string>, query = ""): Promise<OpenedStream> {
  const abort = new AbortController();
  const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const answer = await fetch(`${url}${STREAM}${query}`, { headers, signal });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "text/event-stream");
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  return {
    async next() {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end >= 0) {
          const event = text.slice(0, end);
          text = text.slice(end + 2);
          return event;
        }
        const { value, done } = await reader.read();
        if (done) return undefined;
        text += decoder.decode(value, { stream: true });
      }
    },
    async [Symbol.asyncDispose]() {
      abort.abort();
      await reader.cancel().catch(() => undefined);
    },
  };
}
