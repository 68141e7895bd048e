import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Exchange } from "../../packages/middleware/src/exchange.ts";
import { Plimsoll } from "../../packages/middleware/src/index.ts";
import { RecordLines } from "../../packages/middleware/src/record-lines.ts";
import { Random } from "#kernel";
import { inTemporaryDirectory, startServer } from "../server/running-server.ts";
import { sharedServer } from "../server/shared-server.ts";
import { assertCounted } from "../sources/assert-counted.ts";
import { count, type Tally } from "../sources/known-traffic.ts";
import { HOSTS } from "./middleware/frameworks.ts";

const REQUESTS = 1_000;
const AT_ONCE = 16;
const CLIENTS = ["acme-web", "acme-app", "quay-app"];
const ROUTES = ["/orders", "/orders/{id}", "/orders/{id}/items"];
const STATUSES = [200, 200, 200, 404, 429, 500, 503];
const PACKAGE = fileURLToPath(new URL("../../packages/middleware", import.meta.url));
const TSC = fileURLToPath(new URL("../../node_modules/.bin/tsc", import.meta.url));
const FOREIGN_KEY = "a key that acme had before";

const server = sharedServer([], async ({ call }) => {
  for (const api of [...Object.keys(HOSTS), "keyed", "away"]) await put(call, `/apis/${api}`, {});
  await put(call, "/organisations/acme", { title: "Acme" });
  await put(call, "/clients/acme-erp", { organisation: "acme" });
  await put(call, "/clients/acme-old", { organisation: "acme" });
});

for (const [framework, host] of Object.entries(HOSTS)) {
  test(`each request to ${framework} is counted once, for its client, operation and status`, async () => {
    const plimsoll = new Plimsoll({
      ...at(framework),
      client: ({ header }) => header("x-client"),
      gzip: framework === "hono",
    });
    const { url, close } = await host(plimsoll);
    const truth = await sendTo(url);
    await close();
    await plimsoll.close();
    assert.deepEqual(plimsoll.counts(), { seen: REQUESTS, waiting: 0, kept: REQUESTS, dropped: 0, faults: 0 });
    await assertCounted(server(), framework, truth);
  });
}

test("a client is known by its key, which does not leave the machine", async () => {
  const { call } = server();
  const made = await post(call, "/clients/acme-erp/keys", {});
  const own = String(made["key"]);
  assert.match(own, /^plm_/);
  const sha256 = createHash("sha256").update(FOREIGN_KEY).digest("hex");
  await post(call, "/clients/acme-old/foreign-keys", { sha256 });
  const bodies: string[] = [];
  await using spy = await relay(server().url, (body) => bodies.push(body));
  const plimsoll = new Plimsoll({ ...at("keyed"), url: spy.url, keyHeader: "X-Api-Key" });
  const { url, close } = await (HOSTS["express"] as (typeof HOSTS)[string])(plimsoll);
  const keys = [own, own, FOREIGN_KEY, "of nobody"];
  for (const key of keys) await (await fetch(`${url}/orders`, { headers: { "x-api-key": key } })).text();
  await close();
  await plimsoll.close();
  const nobodys = `key:${createHash("sha256").update("of nobody").digest("hex").slice(0, 12)}`;
  const truth: Tally = new Map();
  for (const client of ["acme-erp", "acme-erp", "acme-old", nobodys]) count(truth, [client, "GET /orders", 200]);
  await assertCounted(server(), "keyed", truth);
  assert.equal(bodies.join("").includes("of nobody"), false);
  assert.equal(bodies.join("").includes(own.slice(-30)), false);
});

test("a record says to the millisecond when its request began", () => {
  const lines = new RecordLines({ url: "http://a", token: "t", api: "a" }, () => assert.fail("a fault"));
  const ended = { status: 200, aborted: false, route: undefined, responseBytes: undefined };
  for (const began of [0, 7, 1_799_999_999_999, 1_800_000_000_000, 1_800_000_000_010, 1_799_999_999_100]) {
    const exchange = new Exchange({ method: "GET", url: "/", headers: {}, ip: undefined }, null);
    const told = JSON.parse(lines.lineOf(Object.assign(exchange, { at: began }), ended)) as { at: string };
    assert.equal(told.at, new Date(began).toISOString());
  }
});

test("while the server is away requests wait, and are told once when it is back", async () => {
  await inTemporaryDirectory(async (directory) => {
    const first = await startServer(directory);
    await put(first.call, "/apis/away", {});
    const port = new URL(first.url).port;
    const { url: base, intakeToken: token } = first;
    const plimsoll = new Plimsoll({
      url: base,
      token,
      api: "away",
      client: ({ header }) => header("x-client"),
      everyMs: 50,
    });
    const { url, close } = await (HOSTS["fastify"] as (typeof HOSTS)[string])(plimsoll);
    const truth = await sendTo(url, 100);
    await first.kill();
    for (const [key, requests] of await sendTo(url, 200)) truth.set(key, (truth.get(key) ?? 0) + requests);
    assert.ok(plimsoll.counts().waiting > 0);
    const second = await startServer(directory, ["--port", port]);
    await plimsoll.flush(60_000);
    await close();
    await plimsoll.close();
    assert.deepEqual(plimsoll.counts(), { seen: 300, waiting: 0, kept: 300, dropped: 0, faults: 0 });
    await assertCounted(second, "away", truth);
    await second.stop();
  });
});

test("what there is no room for is dropped and told, and the host answers all the same", async () => {
  const told: string[] = [];
  const plimsoll = new Plimsoll({
    ...at("away"),
    url: "http://127.0.0.1:9",
    recordsMax: 1_000,
    client: () => {
      throw new Error("of the host");
    },
    onDropped: (dropped, reason) => {
      told.push(`${dropped}: ${reason}`);
      throw new Error("of the host's log");
    },
  });
  const { url, close } = await (HOSTS["node"] as (typeof HOSTS)[string])(plimsoll);
  await sendTo(url, 1_200);
  await close();
  const { seen, dropped, waiting, faults } = plimsoll.counts();
  assert.deepEqual([seen, dropped + waiting, faults], [1_200, 1_200, 1_200]);
  assert.ok(dropped >= 200, String(dropped));
  await plimsoll.close();
  assert.equal(plimsoll.counts().dropped, 1_200);
  assert.equal(
    told.reduce((sum, one) => sum + Number.parseInt(one, 10), 0),
    1_200,
  );
});

test("the package builds to plain JavaScript, and a process that forgot to close it ends", async () => {
  await inTemporaryDirectory(async (directory) => {
    execFileSync(TSC, ["-p", PACKAGE, "--outDir", directory]);
    const script = `
      const { Plimsoll } = await import(${JSON.stringify(pathToFileURL(`${directory}/index.js`).href)});
      const { createServer } = await import("node:http");
      const plimsoll = new Plimsoll({ url: "http://127.0.0.1:9", token: "t", api: "a", everyMs: 10 });
      const server = createServer(plimsoll.node((request, response) => response.end("answered"))).listen(0, "127.0.0.1", async () => {
        const answer = await fetch("http://127.0.0.1:" + server.address().port);
        process.stdout.write(await answer.text());
        server.close();
        server.closeAllConnections();
      });`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let written = "";
    child.stdout.on("data", (chunk: Buffer) => (written += chunk.toString()));
    assert.deepEqual(await once(child, "exit"), [0, null]);
    assert.equal(written, "answered");
  });
});

/** Sends requests of known clients with known answers, several at once. */
async function sendTo(url: string, requests = REQUESTS): Promise<Tally> {
  const random = new Random(7);
  const truth: Tally = new Map();
  let left = requests;
  const lane = async (): Promise<void> => {
    for (; left > 0;) {
      left -= 1;
      const client = CLIENTS[random.below(CLIENTS.length)] as string;
      const route = ROUTES[random.below(ROUTES.length)] as string;
      const status = STATUSES[random.below(STATUSES.length)] as number;
      const headers = { "x-client": client, "x-status": String(status) };
      const answer = await fetch(`${url}${route.replace("{id}", String(1 + random.below(90_000)))}?x=1`, { headers });
      assert.equal(await answer.text(), "answered");
      assert.equal(answer.status, status);
      count(truth, [client, `GET ${route}`, status]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return truth;
}

function at(api: string) {
  const { url, intakeToken: token } = server();
  return { url, token, api };
}

type Call = (path: string, init?: RequestInit) => Promise<Response>;

async function put(call: Call, path: string, body: object): Promise<void> {
  await ask(call, path, { method: "PUT", body: JSON.stringify(body) });
}

function post(call: Call, path: string, body: object): Promise<Record<string, unknown>> {
  return ask(call, path, { method: "POST", body: JSON.stringify(body) });
}

async function ask(call: Call, path: string, init: RequestInit): Promise<Record<string, unknown>> {
  const headers = { "content-type": "application/json" };
  const answer = await call(`/api/v1${path}`, { ...init, headers });
  const text = await answer.text();
  assert.ok(answer.ok, text);
  return JSON.parse(text) as Record<string, unknown>;
}

/** Passes bodies on to a server, and shows them. */
async function relay(url: string, onBody: (body: string) => void) {
  const between = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      onBody(body);
      const { authorization = "" } = request.headers;
      const headers = { authorization, "content-type": "application/x-ndjson", "plimsoll-source": "middleware" };
      const answer = await fetch(`${url}${request.url ?? ""}`, { method: "POST", body, headers });
      response.writeHead(answer.status).end(await answer.text());
    });
  }).listen(0, "127.0.0.1");
  await once(between, "listening");
  return {
    url: `http://127.0.0.1:${(between.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      between.closeAllConnections();
      between.close();
      await once(between, "close");
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}
