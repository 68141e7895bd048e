import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request as it came over the wire. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly idempotencyKey: string;
  readonly body: string;
}

/** What to answer; null = hang up without an answer. */
export type Reply = {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly json: unknown;
} | null;

/** The other end of the wire, and nothing more: it notes what it is sent, and answers what the test says. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly received: Received[];
}

/** Listens on a free port of this machine. */
export async function openReceiver(reply: (received: Received) => Reply): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, method = "", url = "" } = request;
    const one = {
      method,
      path: url,
      token: headers.authorization ?? "",
      idempotencyKey: String(headers["idempotency-key"] ?? ""),
      body: await text(request),
    };
    received.push(one);
    const said = reply(one);
    if (said === null) return void request.socket.destroy();
    response.writeHead(said.status, { "content-type": "application/json", ...said.headers });
    response.end(typeof said.json === "string" ? said.json : JSON.stringify(said.json));
  }
}
