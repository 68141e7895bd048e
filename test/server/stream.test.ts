import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND_MS, stopwatchMs } from "#kernel";
import { openStream, PATIENCE_MS, STREAM } from "./opened-stream.ts";
import { inTemporaryDirectory, startServer } from "./running-server.ts";
import { sharedServer } from "./shared-server.ts";

const JSON_BODY = { "content-type": "application/json" };

const server = sharedServer([], async (one) => {
  const made = await one.call("/api/v1/apis/orders", { method: "PUT", body: "{}", headers: JSON_BODY });
  assert.ok(made.ok);
});

test("a stream is for those who are known: by a token or a session, and nobody else", async () => {
  const { url, output } = server();
  const refused = await fetch(`${url}${STREAM}`);
  assert.equal(refused.status, 401);
  assert.equal(((await refused.json()) as { status: number }).status, 401);
  const token = /setup\?token=(\S+)/.exec(output())?.[1] ?? "";
  const person = JSON.stringify({ token, name: "ada", password: "a long enough pass phrase" });
  const signedIn = await fetch(`${url}/api/v1/setup`, { method: "POST", body: person, headers: JSON_BODY });
  assert.ok(signedIn.ok, await signedIn.clone().text());
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  await using opened = await openStream(url, { cookie });
  assert.match((await opened.next()) ?? "", /^: /);
});

test("a topic that there is not is refused as a problem, and nothing stays open", async () => {
  const answer = await server().call(`${STREAM}?topics=traffic,weather`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  assert.equal(answer.status, 422);
  const { code, detail } = (await answer.json()) as { code: string; detail: string };
  assert.equal(code, "stream.unknown-topic");
  assert.match(
    detail,
    /"weather".*traffic, objectives, alerts, probes, oncall, apis, plans, clients, people, settings/,
  );
});

test("what was asked for is told, at most once a second whatever happens in it, and nothing else", async () => {
  const { url, adminToken, call } = server();
  await using opened = await openStream(url, { authorization: `Bearer ${adminToken}` }, "?topics=traffic");
  assert.match((await opened.next()) ?? "", /^: /);
  const began = stopwatchMs();
  const told: { topic: string; revision: number }[] = [];
  while (told.length < 3) {
    const news: string[] = [];
    const arrived = opened.next().then((event) => news.push(event ?? "ended"));
    while (news.length === 0) {
      await postOne();
      const body = JSON.stringify({ title: `${told.length}` });
      await call("/api/v1/apis/orders", { method: "PUT", body, headers: JSON_BODY });
    }
    await arrived;
    const [text = ""] = news;
    told.push(JSON.parse(text.replace(/^data: /, "")) as (typeof told)[number]);
  }
  // The first may be told at once; the two behind it take a second each, less what timers are early.
  assert.ok(stopwatchMs() - began > 1.8 * SECOND_MS);
  assert.deepEqual([...new Set(told.map(({ topic }) => topic))], ["traffic"]);
  const [first, second, third] = told.map(({ revision }) => revision) as [number, number, number];
  assert.ok(first < second && second < third && third - first > 4, `${told.length} events for ${third} changes`);
});

test("a stream on which nothing happens says so now and then, and is forgotten when its page goes away", async () => {
  const { url, adminToken } = server();
  const opened = await openStream(url, { authorization: `Bearer ${adminToken}` }, "?topics=people");
  assert.match((await opened.next()) ?? "", /^: \S/);
  assert.equal(await openStreams(), 1);
  assert.equal(await opened.next(), ": ");
  await opened[Symbol.asyncDispose]();
  const deadline = stopwatchMs() + PATIENCE_MS;
  while ((await openStreams()) > 0) assert.ok(stopwatchMs() < deadline, "the stream is still counted");
});

test("a server that stops ends its streams and does not wait for them", async () => {
  await inTemporaryDirectory(async (directory) => {
    const one = await startServer(directory);
    const opened = await openStream(one.url, { authorization: `Bearer ${one.adminToken}` });
    assert.match((await opened.next()) ?? "", /^: /);
    const began = stopwatchMs();
    assert.equal(await one.stop(), 0, one.output());
    // It gives answers under way ten seconds; a stream is none.
    assert.ok(stopwatchMs() - began < 9 * SECOND_MS);
    assert.equal(await opened.next(), undefined);
  });
});

async function postOne(): Promise<void> {
  const record = { at: new Date(Date.now() - SECOND_MS).toISOString(), api: "orders", method: "GET", path: "/orders" };
  const answer = await server().post(`${JSON.stringify({ ...record, status: 200, durationMs: 5, client: "shop" })}\n`);
  assert.ok(answer.ok, await answer.text());
}

async function openStreams(): Promise<number> {
  const text = await (await server().call("/metrics")).text();
  return Number(/^plimsoll_open_streams (\d+)$/m.exec(text)?.[1]);
}
