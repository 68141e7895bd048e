import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gate, sending } from "../server/gated-server.ts";
import { inTemporaryDirectory, startServer as startPlimsoll } from "../server/running-server.ts";
import { type AuthProxy, configureAuthProxy } from "./auth-proxy.ts";
import { readLog } from "./read-log.ts";
import { freePort, type RunningServer, startServer, until } from "./server.ts";

/** What a client saw, and what the API behind the proxy was told. */
interface Seen {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const IDENTITY = ["client", "client-id", "organisation", "plan", "api", "version", "environment"];

/** Walks what a proxy must do, with the real proxy, a real server of ours, and an API that tells what it was sent. */
export async function walkBehindAuth(proxy: AuthProxy): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const [port, upstream] = [await freePort(), await startEcho()];
    const plimsoll = await startPlimsoll(join(directory, "data"));
    const api = { upstream: { targets: [`http://127.0.0.1:${upstream.port}/inner`] } };
    const acme = await gate(plimsoll, { at: `http://127.0.0.1:${port}/orders`, plan: { rateLimit: "1000/s" }, api });
    const send = sending(plimsoll);
    await send("PUT", "/apis/carts", {
      at: `http://127.0.0.1:${port}/carts`,
      upstream: { ...api.upstream, failOpen: true },
    });
    await send("POST", "/subscriptions", { client: "acme-shop", api: "carts", plan: "gold" });
    const bolt = await tinyClient(send);
    await configureAuthProxy(proxy, { directory, port, plimsoll });
    let running: RunningServer | undefined;
    const at = (path: string, headers: Record<string, string> = {}, method = "GET") =>
      ask({ port, path, headers, method });
    const truth: string[] = [];
    const told = async (client: string, path: string, headers: Record<string, string> = {}): Promise<Seen> => {
      const seen = await at(path, headers);
      truth.push(`GET ${path.split("?")[0]} ${seen.status} ${client}`);
      return seen;
    };
    try {
      running = await startServer({ ...proxy.prepare(directory), port });
      const key = { "x-api-key": acme.key };
      await until(async () => (await at("/carts/1", key)).status === 200, "the new API is known", 5_000);
      const passed = await told("acme-shop", "/orders/17?full=1", {
        ...key,
        "x-plimsoll-client": "evil",
        "x-plimsoll-version": "evil",
      });
      assert.equal(passed.status, 200, passed.body);
      assert.match(String(passed.headers["ratelimit"]), /^"rate";r=\d+;t=1$/);
      assert.ok(!JSON.stringify(passed.headers).includes("{http"), JSON.stringify(passed.headers));
      const echoed = JSON.parse(passed.body) as { url: string; headers: IncomingHttpHeaders };
      assert.equal(echoed.url, "/inner/17?full=1");
      assert.deepEqual(identityOf(echoed.headers), ["acme-shop", "cli", "acme", "gold", "orders", "", "production"]);
      await refusals(told, { key: acme.key, bolt });
      for (let n = 0; n < 40; n++) await told("acme-shop", `/orders/${n}`, key);
      const posted = await ask({ port, path: "/orders/1", method: "POST", headers: key, body: "x".repeat(50_000) });
      assert.equal(posted.status, 200);
      truth.push("POST /orders/1 200 acme-shop");
      await plimsoll.stop();
      const closed = await told("", "/orders/17", key);
      assert.equal(closed.status, 503, "fail-closed");
      const open = await at("/carts/17", { ...key, "x-plimsoll-client": "evil" });
      assert.equal(open.status, 200, "fail-open");
      const { headers } = JSON.parse(open.body) as { headers: IncomingHttpHeaders };
      assert.deepEqual(identityOf(headers), ["", "", "", "", "", "", ""], "who is let through unasked is nobody");
      await sameAsLog(proxy, { directory, truth });
    } finally {
      await running?.stop();
      await upstream.close();
    }
  });
}

/** A client that may send two requests an hour. */
async function tinyClient(send: ReturnType<typeof sending>): Promise<string> {
  await send("PUT", "/clients/bolt", { organisation: "acme" });
  await send("PUT", "/plans/tiny", { rateLimit: "1/h", burst: 2, access: "automatic" });
  await send("POST", "/subscriptions", { client: "bolt", api: "orders", plan: "tiny" });
  return (await send<{ key: string }>("POST", "/clients/bolt/keys", {})).key;
}

function codeOf({ status, body }: Seen): string {
  return `${status} ${(JSON.parse(body) as { code: string }).code}`;
}

type Telling = (client: string, path: string, headers?: Record<string, string>) => Promise<Seen>;

async function refusals(told: Telling, { key, bolt }: { readonly key: string; readonly bolt: string }): Promise<void> {
  const missing = await told("", "/orders/17", { "x-plimsoll-client": "acme-shop" });
  assert.equal(codeOf(missing), "401 key.missing");
  assert.equal(missing.headers["www-authenticate"], 'Bearer realm="orders"');
  assert.equal(codeOf(await told("", "/orders/17", { "x-api-key": `${key}x` })), "401 key.unknown");
  assert.equal(codeOf(await told("", `/orders/17?api_key=${key}`)), "400 key.in-query");
  assert.equal(
    codeOf(await told("acme-shop", "/orders/1", { "x-api-key": key, "api-version": "v9" })),
    "404 version.unknown",
  );
  const answers = [];
  for (let n = 0; n < 3; n++) answers.push(await told("bolt", "/orders/17", { "x-api-key": bolt }));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 429],
  );
  const over = answers[2] ?? assert.fail();
  assert.equal(codeOf(over), "429 rate.exceeded");
  assert.ok(Number(over.headers["retry-after"]) > 3_000);
}

/** Each request is in the log once, with its status and its client; read by the decoder of the format. */
async function sameAsLog(
  proxy: AuthProxy,
  { directory, truth }: { directory: string; truth: string[] },
): Promise<void> {
  const file = join(directory, "logs", proxy.log.file("orders"));
  const lines = (): string[] =>
    readLog(readFileSync(file), proxy.log.format, proxy.log.by).flatMap((row) => {
      const { request: line, status, client = "" } = row;
      return line.includes("/orders") ? [`${line} ${status} ${client}`] : [];
    });
  await until(() => lines().length >= truth.length, "each request is in the log", 5_000);
  assert.deepEqual(lines().toSorted(), truth.toSorted());
  assert.ok(!readFileSync(file, "utf8").includes("api_key"), "the log has no query");
}

function identityOf(headers: IncomingHttpHeaders): string[] {
  return IDENTITY.map((name) => String(headers[`x-plimsoll-${name}`] ?? "").replace(/^cli_.*/, "cli"));
}

/** An API that answers with what it was sent. */
async function startEcho() {
  const server = createServer((incoming, response) => {
    const { url, headers } = incoming;
    incoming.resume().on("end", () => response.end(JSON.stringify({ url, headers })));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Sent {
  readonly port: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function ask({ port, path, method, headers, body }: Sent): Promise<Seen> {
  const outgoing = request({ host: "127.0.0.1", port, path, method, headers, agent: false, timeout: 10_000 });
  outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer to ${method} ${path}`)));
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() };
}
