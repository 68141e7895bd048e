import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { DAY_MS, instantText, isoText, SECOND_MS } from "#kernel";
import { openSmtpServer } from "../../src/mail/server.testing.ts";
import { type Received, Receiver } from "../../src/messaging/receiver.testing.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";
import { send, wordsOf } from "./woken-people.ts";

const START = Date.UTC(2026, 10, 14, 12);
const STEP_MS = 20 * SECOND_MS;
const PASSES_MAX = 100;

test("a share of a quota is told once, by mail to the client's organisation and to the provider's webhook, and not again after a restart or on a larger plan", async () => {
  await inTemporaryDirectory(async (root) => {
    await using receiver = await Receiver.open((response) => response.writeHead(204).end());
    await using smtp = await openSmtpServer();
    const settings = join(root, "settings.yaml");
    const from = "Plimsoll <plimsoll@example.com>";
    writeFileSync(settings, `mail: { smtp: "smtp://127.0.0.1:${smtp.port}", from: "${from}", tls: optional }\n`);
    const start = (now: number) =>
      startServer(join(root, "data"), ["--config", settings, "--test-clock", isoText(now)]);
    let server = await start(START);
    let now = START;
    /** Time for a look, after so many requests. */
    const pass = async (requests: number): Promise<void> => {
      await ask(server, "acme-shop", { requests, at: now });
      now += STEP_MS;
      await send(server, "POST /test/clock", { at: isoText(now) });
    };
    const letters = () => smtp.arrived.filter(({ raw }) => raw.includes("acme-shop has used"));
    const secret = await setUp(server, { receiver: receiver.url, settle: () => pass(0), linkIn: () => linkOf(smtp) });

    await pass(4);
    assert.deepEqual([letters().length, receiver.received.length], [0, 0]);
    await pass(4);
    await until(
      () => letters().length > 0,
      () => pass(0),
    );
    await pass(0);
    const [letter] = letters();
    assert.deepEqual([letters().length, letter?.to], [1, ["ops@acme.example"]]);
    assert.match(
      wordsOf(letter?.raw),
      /acme-shop has used 80 % of its 10 requests a month for orders: 8 by 14 November 2026\./,
    );
    assert.deepEqual(eventsOf(receiver.received, secret), [
      {
        client: "acme-shop",
        organisation: "acme",
        api: "orders",
        plan: "small",
        threshold: 80,
        used: 8,
        quota: 10,
        period: { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" },
        sentence: "acme-shop has used 80 % of its 10 requests a month for orders: 8 by 14 November 2026.",
        url: `${server.url}/clients/acme-shop`,
      },
    ]);

    await server.kill();
    server = await start(now);
    await pass(0);
    await pass(0);
    assert.deepEqual([letters().length, receiver.received.length], [1, 1]);
    await pass(2);
    await until(
      () => letters().length > 1,
      () => pass(0),
    );
    assert.match(wordsOf(letters()[1]?.raw), /Requests are refused with 429 until 1 December 2026/);
    await send(server, "PUT /api/v1/plans/small", { quota: "20/month", access: "automatic" });
    await pass(6);
    assert.deepEqual(eventsOf(receiver.received, secret).map(thresholdOf), [80, 100]);
    await pass(8);
    await until(
      () => letters().length > 2,
      () => pass(0),
    );
    assert.deepEqual(eventsOf(receiver.received, secret).map(thresholdOf), [80, 100, 120]);
    assert.equal(letters().length, 3);
    const { items } = (await (await server.call("/api/v1/deliveries?state=delivered")).json()) as {
      items: { event: string; alert: null }[];
    };
    assert.deepEqual(
      items.map(({ event, alert }) => [event, alert]),
      Array.from({ length: 3 }, () => ["quota", null]),
    );
    assert.equal(await server.stop(), 0);
  });
});

test("nobody is told of a suspended subscription until it is resumed, nor of a plan without a quota; a new period begins anew", async () => {
  await inTemporaryDirectory(async (directory) => {
    await using receiver = await Receiver.open((response) => response.writeHead(204).end());
    let now = Date.UTC(2026, 10, 14, 20);
    const server = await startServer(directory, ["--test-clock", isoText(now)]);
    const pass = async (requests: Readonly<Record<string, number>>, ms = STEP_MS): Promise<string[]> => {
      for (const [client, count] of Object.entries(requests)) await ask(server, client, { requests: count, at: now });
      now += ms;
      await send(server, "POST /test/clock", { at: isoText(now) });
      return receiver.received.map(({ body }) => {
        const { data } = JSON.parse(body) as { data: { client: string; threshold: number; period: { from: string } } };
        return `${data.client} ${data.threshold} ${data.period.from}`;
      });
    };
    await send(server, "PUT /api/v1/apis/orders", {});
    await send(server, "PUT /api/v1/organisations/acme", { title: "Acme" });
    await send(server, "POST /api/v1/destinations", { kind: "webhook", title: "billing", url: receiver.url });
    await send(server, "PUT /api/v1/plans/daily", { quota: "10/day", access: "automatic" });
    await send(server, "PUT /api/v1/plans/open", { rateLimit: "5/s", access: "automatic" });
    const subscribed = async (client: string, plan: string): Promise<string> => {
      await send(server, `PUT /api/v1/clients/${client}`, { organisation: "acme" });
      return ((await send(server, "POST /api/v1/subscriptions", { client, api: "orders", plan })) as { id: string }).id;
    };
    const held = `/api/v1/subscriptions/${await subscribed("held", "daily")}/suspension`;
    await subscribed("unlimited", "open");
    await send(server, `PUT ${held}`, { reason: "Unpaid" });
    await pass({ held: 12, unlimited: 12 });
    assert.deepEqual(await pass({}), []);
    await send(server, `DELETE ${held}`, {});
    const first = "held 120 2026-11-14T00:00:00Z";
    await until(
      () => receiver.received.length > 0,
      () => pass({}),
    );
    assert.deepEqual(await pass({}), [first]);
    await pass({}, DAY_MS / 4);
    assert.deepEqual(await pass({}), [first]);
    await pass({ held: 5, unlimited: 5 });
    await until(
      () => receiver.received.length > 1,
      () => pass({}),
    );
    assert.deepEqual(await pass({}), [first, "held 50 2026-11-15T00:00:00Z"]);
    assert.equal(await server.stop(), 0);
  });
});

interface SetUp {
  readonly receiver: string;
  readonly settle: () => Promise<void>;
  readonly linkIn: () => string;
}

/** A client on ten requests a month, with two contacts that want notices, of which one is verified. Gives the webhook's secret. */
async function setUp(server: RunningServer, { receiver, settle, linkIn }: SetUp): Promise<string> {
  await send(server, "PUT /api/v1/apis/orders", {});
  await send(server, "PUT /api/v1/organisations/acme", { title: "Acme" });
  const place = "POST /api/v1/organisations/acme/contacts";
  await send(server, place, { kind: "operations", mail: "new@acme.example" });
  const ops = (await send(server, place, { kind: "operations", mail: "ops@acme.example" })) as { id: string };
  await send(server, `${place}/${ops.id}/verification`, {});
  await settle();
  await send(server, "POST /api/v1/contact-verifications", { token: linkIn() });
  await send(server, "PUT /api/v1/clients/acme-shop", { organisation: "acme" });
  await send(server, "PUT /api/v1/plans/small", { quota: "10/month", access: "automatic" });
  await send(server, "POST /api/v1/subscriptions", { client: "acme-shop", api: "orders", plan: "small" });
  const hook = { kind: "webhook", title: "billing", url: `${receiver}/hook` };
  return ((await send(server, "POST /api/v1/destinations", hook)) as { secret: string }).secret;
}

/** Lets time pass until it is so: rules follow what people change within a moment of the wall clock. */
async function until(isSo: () => boolean, pass: () => Promise<unknown>): Promise<void> {
  for (let passed = 0; !isSo() && passed < PASSES_MAX; passed++) await pass();
  assert.ok(isSo(), `not so after ${PASSES_MAX} looks`);
}

/** Requests of a client, as records. */
async function ask(
  server: RunningServer,
  client: string,
  { requests, at }: { readonly requests: number; readonly at: number },
): Promise<void> {
  if (requests === 0) return;
  const line = { at: instantText(at), api: "orders", client, method: "GET", path: "/orders", status: 200 };
  assert.equal((await server.post(`${JSON.stringify(line)}\n`.repeat(requests))).status, 200);
}

function linkOf({ arrived }: Pick<Awaited<ReturnType<typeof openSmtpServer>>, "arrived">): string {
  return /verify-contact#([\w-]+)/.exec(wordsOf(arrived[0]?.raw))?.[1] ?? "";
}

/** What arrived, each signed. */
function eventsOf(received: readonly Received[], secret: string): { threshold: number }[] {
  return received.map(({ body, headers }) => {
    const timestamp = new Date(Number(headers["webhook-timestamp"]) * SECOND_MS);
    assert.equal(
      headers["webhook-signature"],
      new Webhook(secret).sign(String(headers["webhook-id"]), timestamp, body),
    );
    const { type, data } = JSON.parse(body) as { type: string; data: { threshold: number } };
    assert.equal(type, "quota.reached");
    return data;
  });
}

function thresholdOf({ threshold }: { readonly threshold: number }): number {
  return threshold;
}
