import { type IncomingMessage, request } from "node:http";
import { stopwatchMs } from "#kernel";
import type { Connected } from "./connection.ts";
import { ObstacleError, reasonOf } from "./obstacle-error.ts";

/** Of an answer's body, this much is read; the connection is cut behind it. */
const BODY_BYTES_MAX = 256 * 1_024;

/** What is sent over a connection. */
export interface Sent {
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
}

/** An answer, and how long the first byte was waited for. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly cut: boolean;
  readonly waitMs: number;
}

/** Asks once over a connection that stands, which is closed after it. */
export async function hop(url: URL, { socket }: Connected, { method, headers, body }: Sent): Promise<Answered> {
  const from = stopwatchMs();
  const sent = request({
    method,
    path: `${url.pathname}${url.search}`,
    createConnection: () => socket,
    headers: Object.fromEntries([
      ["host", url.host],
      ["user-agent", "Plimsoll-probe"],
      ["accept", "*/*"],
      ["accept-encoding", "identity"],
      ["connection", "close"],
      ...(body === null ? [] : [["content-length", String(Buffer.byteLength(body))]]),
      ...headers.map(([name, value]) => [name.toLowerCase(), value]),
    ]) as Record<string, string>,
  });
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.on("response", resolve);
      sent.on("error", reject);
      sent.on("upgrade", () => reject(new ObstacleError("answer", "it asks for another protocol than HTTP")));
      sent.end(body ?? undefined);
    });
    const waitMs = stopwatchMs() - from;
    return { status: response.statusCode ?? 0, headers: headersOf(response), ...(await bodyOf(response)), waitMs };
  } catch (fault) {
    if (fault instanceof ObstacleError) throw fault;
    throw new ObstacleError("answer", `no answer: ${reasonOf(fault)}`);
  } finally {
    sent.destroy();
    socket.destroy();
  }
}

function headersOf(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headersDistinct).map(([name, values = []]) => [name, values.join(", ")]),
  );
}

async function bodyOf(response: IncomingMessage): Promise<{ readonly body: string; readonly cut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, BODY_BYTES_MAX).toString("utf8"), cut: bytes > BODY_BYTES_MAX };
}
