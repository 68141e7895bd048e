import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS } from "#kernel";
import { actToken, readActToken } from "./actions/act-token.ts";
import { notice } from "./model/pages.testing.ts";
import { openTestServer } from "./server.testing.ts";

type TestServer = Awaited<ReturnType<typeof openTestServer>>;

/** Takes a page, and gives the paths of ana's links. */
async function linked(server: TestServer): Promise<Record<"acknowledge" | "resolve", string>> {
  await server.put("/escalations/standard", { text: "steps: [{page: [schedule:primary, person:ben]}]\n" });
  server.telling.taken();
  const at = server.clock.at;
  await server.state.transact(
    async (tx) => await server.escalation.take(tx, notice({ at, due: at, since: at, title: "Orders <fails>" })),
  );
  const urls = new Map<string, string>();
  for (const one of server.telling.ordered) {
    if (one.kind !== "order" || one.order.to.name !== "ana") continue;
    for (const { what, url } of one.order.message.acts) urls.set(what, new URL(url).pathname);
  }
  return { acknowledge: urls.get("acknowledge") ?? "", resolve: urls.get("resolve") ?? "" };
}

async function pageState(server: TestServer): Promise<unknown> {
  const { body } = await server.get("/pages");
  return (body["items"] as { state: string }[])[0]?.state;
}

test("following a link shows what fires and changes nothing, however often; pressing its button acts as its person, twice as once", async () => {
  await using server = await openTestServer();
  const door = await server.door();
  const { acknowledge } = await linked(server);
  for (let i = 0; i < 50; i++) {
    await (await fetch(door.base + acknowledge, { method: i % 2 === 0 ? "GET" : "HEAD" })).text();
  }
  assert.equal(await pageState(server), "open");
  const shown = await fetch(door.base + acknowledge);
  const text = await shown.text();
  assert.equal(shown.status, 200);
  assert.match(text, /Orders &lt;fails&gt;/);
  assert.match(text, /Acknowledge as Ana/);
  assert.doesNotMatch(text, /<script/);
  assert.ok(text.length < 14_000);
  assert.match(String(shown.headers.get("content-security-policy")), /default-src 'none'/);
  for (let i = 0; i < 2; i++) {
    const done = await fetch(door.base + acknowledge, { method: "POST" });
    assert.equal(done.status, 200);
    assert.match(await done.text(), /ana has it until/);
  }
  assert.equal(await pageState(server), "acknowledged");
  const { body } = await server.get("/audit?limit=5");
  const [entry] = body["items"] as { action: string; actor: string; facts: { by?: string } }[];
  assert.deepEqual([entry?.action, entry?.facts.by], ["page.acknowledge", "link"]);
  door.close();
});

test("who follows a link after somebody else took the page is told who has it, and changes nothing", async () => {
  await using server = await openTestServer();
  const door = await server.door();
  const { acknowledge } = await linked(server);
  const { body } = await server.get("/pages");
  await server.ben.put(`/pages/${(body["items"] as { page: string }[])[0]?.page}/acknowledgement`, {});
  assert.match(await (await fetch(door.base + acknowledge)).text(), /ben has it until/);
  const done = await fetch(door.base + acknowledge, { method: "POST" });
  assert.match(await done.text(), /Nothing was changed\..*ben has it until/s);
  door.close();
});

test("the other link closes the page, and does nothing else", async () => {
  await using server = await openTestServer();
  const door = await server.door();
  const { resolve } = await linked(server);
  assert.match(await (await fetch(door.base + resolve, { method: "POST" })).text(), /was closed by ana/);
  assert.equal(await pageState(server), "resolved");
  door.close();
});

test("a link that is cut, made up, of another secret, too old, or of somebody who left, changes nothing and says what to do", async () => {
  await using server = await openTestServer();
  const door = await server.door();
  const { acknowledge } = await linked(server);
  const link = readActToken(acknowledge.slice("/act/".length), "a secret");
  assert.ok(link !== undefined);
  const forged = [
    acknowledge.slice(0, -3),
    "/act/",
    "/act/a.b",
    `/act/${actToken(link, "another secret")}`,
    acknowledge.replace(/^\/act\/./, "/act/x"),
  ];
  for (const path of forged) {
    const answer = await fetch(door.base + path, { method: "POST" });
    assert.equal(answer.status, 404, path);
    assert.match(await answer.text(), /Follow it from the message itself, or sign in/);
  }
  const left = `/act/${actToken({ ...link, person: "zoe" }, "a secret")}`;
  assert.equal((await fetch(door.base + left, { method: "POST" })).status, 410);
  server.clock.at += 7 * DAY_MS;
  const old = await fetch(door.base + acknowledge, { method: "POST" });
  assert.equal(old.status, 410);
  assert.match(await old.text(), /Sign in to act/);
  assert.equal(await pageState(server), "open");
  door.close();
});

test("whoever guesses links is slowed down", async () => {
  await using server = await openTestServer();
  const door = await server.door();
  const statuses: number[] = [];
  for (let i = 0; i < 32; i++) statuses.push((await fetch(`${door.base}/act/${i}.x`)).status);
  assert.deepEqual([statuses[29], statuses[30]], [404, 429]);
  server.clock.at += 60_000;
  assert.equal((await fetch(`${door.base}/act/1.x`)).status, 404);
  door.close();
});
