import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { isoText, MINUTE_MS } from "#kernel";
import { Receiver } from "../../src/messaging/receiver.testing.ts";
import { newAuthority } from "../../src/probes/client/certificates.testing.ts";
import { openHost } from "../../src/probes/client/host.testing.ts";
import { makeOrders } from "./batches.ts";
import { jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";
import { goTo, putDestination } from "./told-live.ts";

const authority = newAuthority();
after(authority.remove);

interface Told {
  readonly type: string;
  readonly data: {
    readonly kind: string;
    readonly objective: string;
    readonly urgency: string;
    readonly sentence: string;
  };
}

interface Shown {
  readonly state: string;
  readonly sentence: string;
  readonly certificateEndsAt: string | null;
  readonly headers: readonly { readonly value: string | null }[];
  readonly uptime: { readonly day: { readonly runs: number; readonly passed: number } };
}

test("a probe that fails twice is one page, over a restart too, and its end is told; a certificate about to end is a ticket", async () => {
  await inTemporaryDirectory(async (directory) => {
    const start = Date.now();
    const settings = join(directory, "server.yaml");
    writeFileSync(settings, `probes: {trust: ${authority.file}}\n`);
    let status = 200;
    await using host = await openHost(
      (_request, response) => response.writeHead(status).end("{}"),
      authority.certify("DNS:localhost", 5),
    );
    await using receiver = await Receiver.open((response) => response.writeHead(204).end());
    const open = (at: number) => startServer(directory, ["--config", settings, "--test-clock", isoText(at)]);
    let server = await open(start);
    await makeOrders(server);
    await putDestination(server, receiver.url);
    const secret = "Bearer of good news";
    const headers = [{ name: "authorization", value: secret, secret: true }];
    await put(server, { api: "orders", url: `${host.url}/health?token=hidden`, everyMs: 10_000, headers });
    await runAt(server, start + MINUTE_MS, 1);
    assert.equal(host.asked[0]?.headers.authorization, secret);
    const shown = await shownProbe(server);
    assert.deepEqual([shown.state, shown.headers[0]?.value], ["passing", null]);
    status = 503;
    await runAt(server, start + 2 * MINUTE_MS, 2);
    assert.equal((await shownProbe(server)).state, "failing");
    await runAt(server, start + 3 * MINUTE_MS, 3);
    await goTo(server, start + 3 * MINUTE_MS + 1);
    assert.equal((await shownProbe(server)).state, "firing");
    await server.kill();
    server = await open(start + 4 * MINUTE_MS);
    await runAt(server, start + 5 * MINUTE_MS, 4);
    status = 200;
    await runAt(server, start + 6 * MINUTE_MS, 5);
    await goTo(server, start + 6 * MINUTE_MS + 1);
    await until(() => told(receiver).length === 3);
    assert.deepEqual(
      told(receiver).map(({ type, data }) => [type, data.kind, data.objective, data.urgency]),
      [
        ["alert.fired", "certificateExpiring", "probe:health", "ticket"],
        ["alert.fired", "probeFailed", "probe:health", "page"],
        ["alert.resolved", "probeFailed", "probe:health", "page"],
      ],
    );
    const [certificate, failed] = told(receiver).map(({ data }) => data.sentence);
    assert.match(certificate ?? "", /^The certificate of localhost:\d+ ends in 4 days, on /);
    assert.match(
      failed ?? "",
      /^The probe health fails: 2 runs in a row failed, as it answered 503 instead of 2xx\. It asks GET https:\/\/localhost:\d+\/health every 10 s\.$/,
    );
    assert.deepEqual((await shownProbe(server)).uptime.day, { runs: 5, passed: 2 });
    const { items } = await jsonOf<{ items: { kind: string; status: number; operation: string }[] }>(
      server,
      "/api/v1/records?api=orders",
    );
    assert.deepEqual(
      items.map(({ kind, status: seen, operation }) => [kind, seen, operation]),
      [200, 503, 503, 503, 200].map((seen) => ["probe", seen, "GET /health"]),
    );
    const kpis = await jsonOf<{ requests: number }>(
      server,
      `/api/v1/apis/orders/kpis?from=${isoText(start - MINUTE_MS)}&to=${isoText(start + 10 * MINUTE_MS)}`,
    );
    assert.equal(kpis.requests, 0);
    assert.equal(await server.stop(), 0);
  });
});

test("a draft is tried without being kept, its secret goes to its own origin only, and nothing leads to the server itself", async () => {
  await inTemporaryDirectory(async (directory) => {
    await using host = await openHost((_request, response) => response.writeHead(200).end('{"status":"up"}'));
    await using other = await openHost((_request, response) => response.writeHead(200).end());
    const server = await startServer(directory);
    await makeOrders(server);
    const kept = { name: "x-key", secret: true };
    await put(server, { api: "orders", url: host.url, headers: [{ ...kept, value: "k" }], paused: true });
    const expect = { json: [{ pointer: "/status", equals: "down" }] };
    const tried = await post(server, { probe: "health", url: host.url, headers: [kept], expect });
    assert.deepEqual([tried.status, tried.body["status"], tried.body["passed"]], [200, 200, false]);
    assert.equal(host.asked[0]?.headers["x-key"], "k");
    const elsewhere = await post(server, { probe: "health", url: other.url, headers: [kept] });
    assert.deepEqual([elsewhere.status, elsewhere.body["code"]], [422, "probe.no-secret"]);
    assert.equal(other.asked.length, 0);
    const { port } = new URL(server.url);
    for (const own of [
      `http://127.0.0.1:${port}/`,
      `http://localhost:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
      "http://169.254.169.254/",
      "http://2852039166/",
    ]) {
      const refused = await post(server, { url: own });
      assert.deepEqual([refused.body["passed"], refused.body["status"]], [false, 0], own);
      assert.match(String(refused.body["faults"]), /^it leads to /);
    }
    assert.equal((await shownProbe(server)).state, "paused");
    await server.call("/api/v1/apis/orders", { method: "DELETE" });
    await until(async () => (await server.call("/api/v1/probes/health")).status === 404);
    assert.equal(await server.stop(), 0);
  });
});

async function put(server: RunningServer, probe: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await server.call("/api/v1/probes/health", { method: "PUT", headers, body: JSON.stringify(probe) });
  assert.equal(answer.status, 200, await answer.text());
}

async function post(server: RunningServer, draft: object) {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(draft) };
  const answer = await server.call("/api/v1/probes/try", init);
  return { status: answer.status, body: (await answer.json()) as Readonly<Record<string, unknown>> };
}

function shownProbe(server: RunningServer): Promise<Shown> {
  return jsonOf<Shown>(server, "/api/v1/probes/health");
}

/** Moves the clock, and waits for the run that follows. */
async function runAt(server: RunningServer, at: number, runs: number): Promise<void> {
  await goTo(server, at);
  await until(async () => (await shownProbe(server)).uptime.day.runs === runs);
}

function told({ received }: Receiver): Told[] {
  return received.map(({ body }) => JSON.parse(body) as Told);
}

/** Asks again until it is so; what is waited for has no other sign. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, "it did not come about");
    await pause(20);
  }
}
