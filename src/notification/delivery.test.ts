import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import { type Message, post, type Reply } from "#messaging";
import { Receiver, type Received } from "../messaging/receiver.testing.ts";
import { messageOf, openNotificationServer } from "./server.testing.ts";

type Server = Awaited<ReturnType<typeof openNotificationServer>>;
type Person = Awaited<ReturnType<Server["person"]>>;

const ANA = { kind: "person", name: "ana" } as const;

test("what waits by a person's rules is not sent once somebody has acknowledged, and who was not told hears of no end", async () => {
  await using scene = await openScene(["a", "b"]);
  const { server, ana, ways } = scene;
  await ana.put("/me/rules", { page: [{ way: ways["a"] }, { way: ways["b"], afterMs: 3 * MINUTE_MS }], ticket: [] });
  await server.notify({ to: ANA });
  await server.pass(MINUTE_MS);
  assert.deepEqual(scene.told(), ["a notification.page"]);
  await server.state.transact(async (tx) => await server.notifications.cancel(tx, "pag_1"));
  await server.pass(5 * MINUTE_MS, 10_000);
  await tellEnd(server);
  await server.pass(MINUTE_MS, 10_000);
  assert.deepEqual(scene.told(), ["a notification.page", "a notification.ended"]);
  assert.deepEqual(await statesOf(server), ["page sent", "page cancelled", "ended sent"]);
});

test("one key for one person is one order, however often it is given", async () => {
  await using scene = await openScene(["a"]);
  assert.deepEqual(await scene.server.notify({ to: ANA }), { reached: true, ordered: 1 });
  assert.deepEqual(await scene.server.notify({ to: ANA }), { reached: true, ordered: 1 });
  assert.deepEqual(await scene.server.notify({ to: ANA, key: "step 1" }), { reached: true, ordered: 1 });
  await scene.server.work();
  assert.equal(scene.told().length, 2);
});

test("a provider that fails twice lets the person's next way tell at once, and why is known", async () => {
  await using scene = await openScene(["a", "b"]);
  const { server, ana, ways } = scene;
  await ana.put("/me/rules", { page: [{ way: ways["a"] }, { way: ways["b"], afterMs: 30 * MINUTE_MS }], ticket: [] });
  scene.answers["a"] = 503;
  await server.notify({ to: ANA });
  await server.pass(10_000);
  assert.ok(scene.told().includes("b notification.page"));
  const second = (await server.listOf()).find(({ state }) => state === "sent");
  assert.match(second?.because ?? "", /^webhook did not get through 2 times: answered 503/);
});

test("a way that is refused for good is shown as failing to its owner and not used while there is another; with no other it still is", async () => {
  await using scene = await openScene(["a", "b"]);
  const { server, ana, ways } = scene;
  scene.answers["a"] = 410;
  await ana.put("/me/rules", { page: [{ way: ways["a"] }], ticket: [] });
  await server.notify({ to: ANA });
  await server.work();
  assert.equal(scene.told().at(-1), "b notification.page");
  assert.match((await ana.get("/me/rules")).text, /"code":"failing".*answered 410/);
  assert.match((await server.get("/readiness")).text, /"failing":1/);
  await server.notify({ to: ANA, key: "again" });
  await server.work();
  assert.deepEqual(await statesOf(server), ["page failed", "page sent", "page sent"]);
  await ana.remove(`/me/methods/${ways["b"] ?? ""}`);
  assert.deepEqual(await server.notify({ to: ANA, key: "third" }), { reached: false, ordered: 1 });
  scene.answers["a"] = 200;
  await server.work();
  assert.equal(scene.told().at(-1), "a notification.page");
  assert.doesNotMatch((await ana.get("/me/rules")).text, /"code":"failing"/);
});

test("a provider that takes in and never answers holds up nobody else, and what it may have heard is ended there too", async () => {
  const hanging = async (message: Parameters<typeof post>[0]) =>
    await post(message, { connectMs: 200, totalMs: 400, answerBytes: 100 });
  await using scene = await openScene(["a", "b"], hanging);
  const { server } = scene;
  scene.answers["a"] = 0;
  await server.notify({ to: ANA });
  await server.worker.poke();
  while (!scene.told().includes("b notification.page")) await scene.next();
  await server.worker.idle();
  assert.deepEqual((await statesOf(server)).toSorted(), ["page due", "page sent"]);
  scene.answers["a"] = 200;
  await tellEnd(server);
  await server.pass(MINUTE_MS, 5_000);
  assert.deepEqual(scene.told().slice(2).toSorted(), ["a notification.ended", "b notification.ended"]);
});

test("a provider that is down for a day gets afterwards what is under way, and one message with all the rest, not the backlog", async () => {
  await using scene = await openScene(["a"]);
  const { server } = scene;
  scene.answers["a"] = 503;
  const since = server.clock.at;
  for (let n = 0; n < 8; n++) {
    await server.notify({ subject: `pag_${n}`, to: ANA, message: messageOf(server.clock, `orders ${n} fires`) });
    await server.work();
    await server.pass(3 * HOUR_MS, 30 * MINUTE_MS);
  }
  // Beat by beat, as a server that runs: what was due in between does not come due all at once.
  await server.pass(20 * MINUTE_MS, 10_000);
  const before = scene.told().length;
  scene.answers["a"] = 200;
  await server.pass(20 * MINUTE_MS, 10_000);
  const after = scene.received.slice(before).map(({ body }) => titleOf(body));
  for (let n = 0; n < 8; n++) assert.equal((await server.listOf(`pag_${n}`))[0]?.state, "sent", `pag_${n}`);
  // Those that were tried just then (four at once at most), and one with all the others.
  assert.ok(after.length <= 5, after.join("\n"));
  assert.match(after.join(), /[4-7] notifications in one: orders \d fires/);
  assert.ok(server.clock.at - since > DAY_MS);
});

test("of 200 pages at once an address gets at most ten messages a minute, the first at once, and each page is in one of them", async () => {
  await using scene = await openScene(["a"]);
  const { server } = scene;
  for (let n = 0; n < 200; n++) {
    await server.notify({ subject: `pag_${n}`, to: ANA, message: messageOf(server.clock, `orders ${n} fires`) });
  }
  await server.work();
  assert.ok(scene.told().length >= 1 && scene.told().length <= 10, String(scene.told().length));
  await server.pass(MINUTE_MS);
  assert.ok(scene.told().length <= 10, String(scene.told().length));
  const bundle = scene.received.map(({ body }) => titleOf(body)).filter((title) => title.includes("in one"));
  assert.match(bundle.join(), /notifications in one: orders \d+ fires/);
  for (let n = 0; n < 200; n++) assert.equal((await server.listOf(`pag_${n}`))[0]?.state, "sent");
});

test("tickets leave room: a page that comes after a heap of them is told at once", async () => {
  await using scene = await openScene(["a"]);
  const { server } = scene;
  for (let n = 0; n < 40; n++) {
    await server.notify({ subject: `tic_${n}`, to: ANA, event: "ticket", urgency: "ticket" });
    await server.work();
  }
  await server.notify({ to: ANA });
  await server.work();
  assert.deepEqual(await statesOf(server), ["page sent"]);
  await server.pass(3 * MINUTE_MS, 5_000);
  for (let n = 0; n < 40; n++) assert.equal((await server.listOf(`tic_${n}`))[0]?.state, "sent");
});

test("a mailbox that is gone makes the way failing, and is told nothing more while there is another", async () => {
  let isGone = false;
  await using server = await openNotificationServer({ recipient: () => (isGone ? 550 : undefined) });
  const ana = await server.person("Ana", { roles: ["operator"] });
  await ana.post("/me/methods", { kind: "mail", address: { mail: "ana@example.com" } });
  await server.work();
  const token = /verify-method#([\w-]+)/.exec(server.smtp.arrived[0]?.raw.replaceAll("=\r\n", "") ?? "")?.[1];
  await ana.post("/method-verifications", { token });
  isGone = true;
  await server.notify({ to: ANA });
  await server.work();
  assert.deepEqual(await statesOf(server), ["page failed"]);
  assert.match((await server.listOf())[0]?.error ?? "", /550|no room for ana@example\.com/);
  assert.match((await ana.get("/me/rules")).text, /"code":"no-method".*"code":"failing"/);
  assert.deepEqual(await server.notify({ to: ANA, key: "again" }), { reached: false, ordered: 1 });
});

test("a click on a link of a message proves the way by which it came", async () => {
  await using scene = await openScene(["a"]);
  const { server, ana } = scene;
  await server.notify({ to: ANA });
  await server.work();
  const [said] = scene.received.map(({ body }) => JSON.parse(body) as { data: { acts: { url: string }[] } });
  const via = new URL(said?.data.acts[0]?.url ?? "").searchParams.get("via") ?? "";
  assert.doesNotMatch((await ana.get("/me/methods")).text, /"provenAt":"/);
  await server.state.transact(async (tx) => await server.notifications.acted(tx, via));
  assert.match((await ana.get("/me/methods")).text, /"provenAt":"/);
});

async function tellEnd(server: Server): Promise<void> {
  const message = messageOf(server.clock, "orders/availability is over");
  await server.state.transact(async (tx) => await server.notifications.tellEnd(tx, "pag_1", message));
  await server.work();
}

async function statesOf(server: Server): Promise<string[]> {
  return (await server.listOf()).map(({ event, state }) => `${event} ${state}`);
}

function titleOf(body: string): string {
  return (JSON.parse(body) as { data: { title: string } }).data.title;
}

/** Ana, with a verified webhook for each name; `answers` says with which status each answers, 0: never. */
async function openScene(names: readonly string[], send?: (message: Message) => Promise<Reply>) {
  const answers: Record<string, number> = {};
  let got = Promise.withResolvers<void>();
  const receiver = await Receiver.open((response, { path }) => {
    got.resolve();
    got = Promise.withResolvers();
    const status = answers[path.slice(1)] ?? 200;
    if (status > 0) response.writeHead(status).end();
  });
  const server = await openNotificationServer(send === undefined ? {} : { post: send });
  const ana: Person = await server.person("Ana", { roles: ["operator"] });
  const ways: Record<string, string> = {};
  for (const name of names) {
    const added = await ana.post("/me/methods", { kind: "webhook", address: { url: `${receiver.url}/${name}` } });
    ways[name] = String(added.body["id"]);
  }
  await server.work();
  // What verified them is no part of the scene.
  await server.pass(2 * MINUTE_MS, MINUTE_MS);
  const skipped = receiver.received.length;
  const received = (): Received[] => receiver.received.slice(skipped);
  return {
    server,
    ana,
    ways,
    answers,
    get received() {
      return received();
    },
    next: async () => await got.promise,
    told: () => received().map(({ path, body }) => `${path.slice(1)} ${(JSON.parse(body) as { type: string }).type}`),
    [Symbol.asyncDispose]: async () => {
      assert.deepEqual(server.faults, []);
      await server[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}
