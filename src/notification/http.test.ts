import assert from "node:assert/strict";
import { test } from "node:test";
import { Receiver } from "../messaging/receiver.testing.ts";
import { openNotificationServer } from "./server.testing.ts";

type Server = Awaited<ReturnType<typeof openNotificationServer>>;
type Person = Awaited<ReturnType<Server["person"]>>;
type Answer = Awaited<ReturnType<Person["get"]>>;

test("an address of mail is told nothing before its owner clicks the link, once, and everything after", async () => {
  await using server = await openNotificationServer();
  const ana = await server.person("Ana", { roles: ["operator"] });
  const added = await ana.post("/me/methods", { kind: "mail", address: { mail: "ana@example.com" } });
  assert.equal(added.status, 201);
  assert.equal(added.body["verifiedAt"], null);
  assert.deepEqual(await server.notify({ to: { kind: "person", name: "ana" } }), { reached: false, ordered: 0 });
  await server.work();
  assert.equal(server.smtp.arrived.length, 1);
  const token = /verify-method#([\w-]+)/.exec(server.smtp.arrived[0]?.raw.replaceAll("=\r\n", "") ?? "")?.[1];
  const nobody = { headers: { authorization: "" } };
  const verified = await server.ask({ method: "POST", url: "/method-verifications", body: { token }, ...nobody });
  assert.equal(verified.status, 200, verified.text);
  assert.equal(verified.body["address"], "ana@example.com");
  const again = await server.ask({ method: "POST", url: "/method-verifications", body: { token }, ...nobody });
  assert.equal(again.body["code"], "method.link-gone");
  assert.deepEqual(await server.notify({ to: { kind: "person", name: "ana" } }), { reached: true, ordered: 1 });
  await server.work();
  const letter = server.smtp.arrived[1]?.raw ?? "";
  assert.match(letter, /Subject: orders\/availability fires for orders/);
  assert.match(letter, /\/l\/secret\?via=3Dntf_|\/l\/secret\?via=ntf_/);
  assert.deepEqual(server.faults, []);
});

test("a webhook is verified by a test that it takes in; its secret is shown once, and Page me now says what became of each way", async () => {
  await using receiver = await Receiver.open((response) => response.end("ok"));
  await using server = await openNotificationServer();
  const ana = await server.person("Ana", { roles: ["operator"] });
  const url = `${receiver.url}/secret/path`;
  const added = await ana.post("/me/methods", { kind: "webhook", address: { url }, title: "my relay" });
  assert.match(String(added.body["secret"]), /^whsec_/);
  assert.ok(!String(added.body["address"]).includes("secret"));
  await server.work();
  const [method] = itemsOf(await ana.get("/me/methods"));
  assert.ok(method?.["verifiedAt"] !== null);
  assert.equal("secret" in (method ?? {}), false);
  const paged = await ana.post("/me/page");
  assert.deepEqual(paged.body["ordered"], 1);
  await server.work();
  const sent = itemsOf(await ana.get(`/me/notifications?subject=${String(paged.body["subject"])}`));
  assert.deepEqual(
    sent.map(({ state, event, kind }) => [state, event, kind]),
    [["sent", "test", "webhook"]],
  );
  assert.equal(receiver.received.length, 2);
  const proven = await ana.put(`/me/methods/${String(added.body["id"])}/proof`, {});
  assert.ok(proven.body["provenAt"] !== null);
  const readiness = itemsOf(await server.get("/readiness"));
  assert.deepEqual(
    readiness.map(({ handle, methods, provenAt }) => [handle, methods, provenAt !== null]),
    [["ana", 1, true]],
  );
});

test("each fault of an address is named where it is, a second way to the same place is refused, and nobody sees another's", async () => {
  await using server = await openNotificationServer();
  const ana = await server.person("Ana", { roles: ["operator"] });
  const wrong = await ana.post("/me/methods", { kind: "mail", address: { mail: "nowhere", more: 1 } });
  assert.equal(wrong.status, 422, wrong.text);
  assert.match(wrong.text, /"pointer":"\/address\/mail"/);
  assert.match(wrong.text, /"pointer":"\/address\/more"/);
  const added = await ana.post("/me/methods", { kind: "mail", address: { mail: "ana@example.com" } });
  const twice = await ana.post("/me/methods", { kind: "mail", address: { mail: "ana@example.com" } });
  assert.equal(twice.body["code"], "method.exists");
  const bob = await server.person("Bob", { roles: ["administrator"] });
  const path = `/me/methods/${String(added.body["id"])}`;
  assert.equal((await bob.remove(path)).status, 404);
  assert.equal((await bob.post(`${path}/verification`)).status, 404);
  const soon = await ana.post(`${path}/verification`);
  assert.equal(soon.body["code"], "method.too-soon");
  assert.equal((await ana.remove(path)).status, 204);
});

test("rules say by which way and when; one that names nothing of one's own is refused, and warnings say what is wrong", async () => {
  await using receiver = await Receiver.open((response) => response.end("ok"));
  await using server = await openNotificationServer();
  const ana = await server.person("Ana", { roles: ["operator"] });
  const empty = await ana.get("/me/rules");
  assert.match(JSON.stringify(empty.body["warnings"]), /no-method/);
  const added = await ana.post("/me/methods", { kind: "webhook", address: { url: receiver.url } });
  await server.work();
  const unknown = await ana.put("/me/rules", { page: [{ way: "mth_other" }], ticket: [] });
  assert.equal(unknown.body["code"], "rule.unknown-way");
  const way = String(added.body["id"]);
  const saved = await ana.put("/me/rules", { page: [{ way, afterMs: 180_000 }], ticket: [{ way: "mail" }] });
  assert.deepEqual(saved.body["used"], {
    page: [{ method: way, afterMs: 180_000 }],
    ticket: [{ method: way, afterMs: 0 }],
  });
  assert.match(JSON.stringify(saved.body["warnings"]), /not-loud.*not-proven.*idle-rule.*late-first/);
});

test("a channel of the house keeps its address when only its title changes, is tested, and is gone when it is deleted", async () => {
  await using receiver = await Receiver.open((response) => response.end("ok"));
  await using server = await openNotificationServer();
  const made = await server.put("/channels/ops", { kind: "webhook", address: { url: receiver.url } });
  assert.match(String(made.body["secret"]), /^whsec_/);
  const renamed = await server.put("/channels/ops", { kind: "webhook", title: "Operations" });
  assert.deepEqual([renamed.body["title"], renamed.body["secret"], renamed.body["revision"]], ["Operations", null, 2]);
  assert.equal((await server.put("/channels/new", { kind: "webhook" })).status, 422);
  await server.post("/channels/ops/test");
  await server.work();
  const [tried] = itemsOf(await server.get("/channels/ops/notifications"));
  assert.deepEqual([tried?.["state"], tried?.["event"]], ["sent", "test"]);
  assert.deepEqual(await server.notify({ to: { kind: "channel", name: "ops" } }), { reached: true, ordered: 1 });
  assert.equal((await server.remove("/channels/ops")).status, 204);
  await server.work();
  assert.equal((await server.listOf())[0]?.state, "cancelled");
  assert.deepEqual(await server.notify({ key: "again", to: { kind: "channel", name: "ops" } }), {
    reached: false,
    ordered: 0,
  });
  assert.equal(receiver.received.length, 1);
});

test("a developer of an organisation is not paged, and what a server of the house answers is shown to nobody by a way of theirs", async () => {
  await using receiver = await Receiver.open((response) =>
    response.writeHead(500).end("the secret of an inner server"),
  );
  await using server = await openNotificationServer();
  const dev = await server.person("Dev", { organisations: ["acme"] });
  const refused = await dev.post("/me/methods", { kind: "webhook", address: { url: receiver.url } });
  assert.deepEqual([refused.status, refused.body["code"]], [403, "method.no-role"]);
  const ana = await server.person("Ana", { roles: ["viewer"] });
  await ana.post("/me/methods", { kind: "webhook", address: { url: receiver.url } });
  await server.work();
  const [sent] = itemsOf(await ana.get("/me/notifications"));
  assert.equal(sent?.["error"], "answered 500");
  assert.equal(itemsOf(await ana.get("/me/methods"))[0]?.["verifiedAt"], null);
});

function itemsOf({ body }: Answer): readonly Readonly<Record<string, unknown>>[] {
  return body["items"] as readonly Readonly<Record<string, unknown>>[];
}
