import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, request as httpRequest, type Server } from "node:http";
import { after, test } from "node:test";
import { gate, type GatedClient, sending, until } from "./gated-server.ts";
import type { RunningServer } from "./running-server.ts";
import { sharedServer } from "./shared-server.ts";

let upstream: Server;
let acme: GatedClient;

const server = sharedServer([], async (running) => {
  upstream = await answering((request) => (request.url === "/broken" ? 500 : 200));
  acme = await gate(running, { at: "http://api.example.com/v1", api: { upstream: addressOf(upstream) } });
});

interface Kpis {
  readonly requests: number;
  readonly good: number;
  readonly bad: number;
  readonly throttled: number;
  readonly clientFaults: number;
}

after(() => {
  upstream.close();
  upstream.closeAllConnections();
});

test("each request through the gateway is counted once, for its client, by status and operation", async () => {
  const from = new Date(Date.now() - 60_000).toISOString();
  const statuses: number[] = [];
  for (const path of ["/v1/orders/1", "/v1/orders/2", "/v1/broken", "/v1/orders/3"]) {
    statuses.push((await through(path, { "x-api-key": acme.key })).status);
  }
  statuses.push((await through("/v1/orders/4", { "x-api-key": "wrong" })).status);
  statuses.push((await through("/nowhere", { "x-api-key": acme.key })).status);
  assert.deepEqual(statuses, [200, 200, 500, 200, 401, 404]);
  const send = sending(server());
  const to = new Date(Date.now() + 60_000).toISOString();
  const kpis = (): Promise<Kpis> => send("GET", `/apis/orders/kpis?from=${from}&to=${to}`);
  await until(async () => (await kpis()).requests === 5);
  const { good, bad, clientFaults } = await kpis();
  assert.deepEqual([good, bad, clientFaults], [4, 1, 1]);
  const { groups } = await send<{ groups: { key: string; requests: number }[] }>(
    "GET",
    `/apis/orders/kpis?from=${from}&to=${to}&groupBy=operation`,
  );
  assert.deepEqual(groups.map(({ key, requests }) => `${key} ${requests}`).toSorted(), [
    "GET /broken 1",
    "GET /orders/{id} 4",
  ]);
});

test("an upstream that is changed takes over without a request being lost, and one that is taken away answers 502", async () => {
  const send = sending(server());
  const other = await answering(() => 202);
  const asked = { isOver: false };
  const statuses = new Set<number>();
  const asking = (async () => {
    while (!asked.isOver) statuses.add((await through("/v1/orders/5", { "x-api-key": acme.key })).status);
  })();
  await send("PUT", "/apis/orders", { upstream: addressOf(other) });
  await until(() => Promise.resolve(statuses.has(202)));
  asked.isOver = true;
  await asking;
  assert.deepEqual(
    [...statuses].toSorted((one, two) => one - two).filter((status) => status !== 200),
    [202],
  );
  await send("PUT", "/apis/orders", { upstream: null });
  await until(async () => (await through("/v1/orders/6", { "x-api-key": acme.key })).status === 502);
  other.close();
  other.closeAllConnections();
});

async function answering(statusOf: (request: IncomingMessage) => number): Promise<Server> {
  const made = createServer((request, response) => {
    response.statusCode = statusOf(request);
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(made, "listening");
  return made;
}

function addressOf(made: Server): string {
  const address = made.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

async function through(path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  const request = httpRequest(`${gatewayUrl(server())}${path}`, { headers: { ...headers, host: "api.example.com" } });
  request.end();
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  let body = "";
  for await (const bytes of answer) body += String(bytes);
  return { status: answer.statusCode ?? 0, body };
}

function gatewayUrl({ output }: Pick<RunningServer, "output">): string {
  const [, url = ""] = /Requests of clients pass through (http\S+)/.exec(output()) ?? [];
  return url;
}

test("what the gateway does is told to Prometheus, without the name of any client", async () => {
  await through("/v1/orders/1", { "x-api-key": acme.key });
  const text = await (await server().call("/metrics")).text();
  assert.match(text, /^plimsoll_gateway_requests_total [1-9]\d*$/m);
  assert.match(text, /^plimsoll_gateway_records_lost_total 0$/m);
  assert.doesNotMatch(text, /acme/);
});
