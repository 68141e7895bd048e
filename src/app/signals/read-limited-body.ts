import type { IncomingMessage } from "node:http";
import { after } from "#kernel";

/** How the reading of a body ended: whole, larger than it may be, too slow, or because the sender went away. */
export type LimitedBody = Buffer | "too large" | "too slow" | "gone";

/**
 * Reads a body to its end, and no further than `bytesMax`: one that says that it is larger is not read at all. A sender
 * that takes longer than `ms` is not waited for.
 */
export function readLimitedBody(
  request: IncomingMessage,
  { bytesMax, ms }: { readonly bytesMax: number; readonly ms: number },
): Promise<LimitedBody> {
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) return Promise.resolve("too large");
  const { promise, resolve } = Promise.withResolvers<LimitedBody>();
  const chunks: Buffer[] = [];
  let length = 0;
  const cancel = after(ms, () => resolve("too slow"));
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > bytesMax) resolve("too large");
    else chunks.push(chunk);
  });
  request.on("end", () => resolve(Buffer.concat(chunks)));
  request.on("error", () => resolve("gone"));
  request.on("close", () => resolve("gone"));
  return promise.finally(() => {
    cancel();
    request.removeAllListeners("data");
    request.pause();
  });
}
