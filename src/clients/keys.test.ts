import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DAY_MS, isoText } from "#kernel";
import { KeyBook } from "./actions/key-book.ts";
import { makeKey } from "./model/api-key.ts";
import { openTwoHouses } from "./server.testing.ts";
import { allKeys } from "./store/keys.ts";

const KEYS = "/clients/acme-shop/keys";
type House = Awaited<ReturnType<typeof openTwoHouses>>;

test("a key is shown once, stands for its client from then on, and is refused from the look after it was revoked", async () => {
  await using server = await openTwoHouses();
  const { status, body } = await server.acme.post(KEYS, { environment: "test", scopes: ["orders:read"] });
  assert.equal(status, 201);
  const key = String(body["key"]);
  assert.match(key, /^plm_test_/);
  assert.equal(`${String(body["prefix"])}…${String(body["lastFour"])}`, `${key.slice(0, 17)}…${key.slice(-4)}`);
  const found = server.clients.keys.find(key);
  assert.deepEqual(found.outcome === "known" && [found.client, found.environment, found.scopes], [
    "acme-shop",
    "test",
    ["orders:read"],
  ]);
  const listed = await server.get(KEYS);
  assert.ok(!listed.text.includes(key.slice(20)));
  const place = `${KEYS}/${String(body["id"])}`;
  assert.equal((await server.remove(`${place}?reason=leaked`)).status, 204);
  assert.deepEqual(server.clients.keys.find(key), { outcome: "revoked" });
  const [shown] = (await server.get(KEYS)).body["items"] as Record<string, unknown>[];
  assert.deepEqual(
    [shown?.["state"], shown?.["reason"], shown?.["revokedBy"]],
    ["revoked", "leaked", "admin (bootstrap.json)"],
  );
  assert.equal((await server.put(place, { expiresAt: null })).body["code"], "key.over");
});

test("what opens nothing is told in few words: mistyped, unknown, of another environment, too long", async () => {
  await using server = await openTwoHouses();
  const key = String((await server.post(KEYS)).body["key"]);
  const { keys } = server.clients;
  const stranger = makeKey("live", (bytes) => new Uint8Array(bytes).fill(7)).text;
  assert.deepEqual(keys.find(stranger), { outcome: "unknown" });
  const [, , lookup = ""] = key.split("_");
  const forged = makeKey("live", (bytes) => new Uint8Array(bytes).fill(7));
  assert.deepEqual(keys.find(forged.text.replace(forged.lookup, lookup)), { outcome: "malformed" });
  assert.deepEqual(keys.find(`${key}x`), { outcome: "malformed" });
  assert.deepEqual(keys.find("x".repeat(5_000)), { outcome: "malformed" });
  for (const text of ["", " ", key.slice(4), ` ${key}`, hash("sha256", key, "hex")]) {
    assert.deepEqual(keys.find(text), { outcome: "unknown" }, text);
  }
});

test("that a key was revoked or has expired is said only to whoever has the whole of it", async () => {
  await using server = await openTwoHouses();
  const { keys } = server.clients;
  const [revoked, expired] = [(await server.post(KEYS)).body, (await server.post(KEYS)).body];
  await server.remove(`${KEYS}/${String(revoked["id"])}`);
  await server.put(`${KEYS}/${String(expired["id"])}`, { expiresAt: isoText(server.clock.at + DAY_MS) });
  server.clock.at += DAY_MS;
  for (const [{ key }, outcome] of [
    [revoked, "revoked"],
    [expired, "expired"],
  ] as const) {
    assert.deepEqual(keys.find(String(key)), { outcome });
    assert.deepEqual(keys.find(withOtherSecret(String(key))), { outcome: "unknown" });
  }
});

test("rotation makes a new key while the old one works on; it can end earlier, and it can be taken back", async () => {
  await using server = await openTwoHouses();
  const { keys } = server.clients;
  const old = (await server.post(KEYS)).body;
  const made = (await server.acme.post(`${KEYS}/${String(old["id"])}/rotation`)).body;
  assert.equal(made["replaces"], old["id"]);
  const outcomes = (): string[] => [old, made].map(({ key }) => keys.find(String(key)).outcome);
  assert.deepEqual(outcomes(), ["known", "known"]);
  assert.equal((await server.post(KEYS)).body["code"], "key.two-already");
  assert.equal((await server.post(KEYS, { environment: "test" })).status, 201);
  const place = `${KEYS}/${String(made["id"])}/rotation`;
  assert.equal((await server.remove(place)).body["expiresAt"], null);
  assert.deepEqual(outcomes(), ["known", "revoked"]);
  assert.equal((await server.remove(place)).body["code"], "key.not-replacing");
  const again = (await server.post(`${KEYS}/${String(old["id"])}/rotation`, { overlapSeconds: 3_600 })).body;
  server.clock.at += 3_600_000;
  assert.deepEqual(
    [keys.find(String(old["key"])).outcome, keys.find(String(again["key"])).outcome],
    ["expired", "known"],
  );
  assert.equal((await server.remove(`${KEYS}/${String(again["id"])}/rotation`)).body["code"], "key.over");
  const atOnce = (await server.post(`${KEYS}/${String(again["id"])}/rotation`, { overlapSeconds: 0 })).body;
  assert.deepEqual(keys.find(String(again["key"])), { outcome: "expired" });
  assert.equal(keys.find(String(atOnce["key"])).outcome, "known");
});

test("keys of a retired client are revoked for ever, also when it comes back; a renamed one is told by its new name", async () => {
  await using server = await openTwoHouses();
  const key = String((await server.post(KEYS)).body["key"]);
  await server.remove("/clients/acme-shop");
  assert.deepEqual(server.clients.keys.find(key), { outcome: "revoked" });
  assert.equal((await server.post(KEYS)).body["code"], "client.retired");
  await server.put("/clients/acme-shop", { retired: false });
  assert.deepEqual(server.clients.keys.find(key), { outcome: "revoked" });
  const another = String((await server.post(KEYS)).body["key"]);
  await server.put("/clients/market", { was: "acme-shop" });
  const found = server.clients.keys.find(another);
  assert.equal(found.outcome === "known" && found.client, "market");
});

test("a key that was made elsewhere enters by its SHA-256, once, for one client, and by the provider only", async () => {
  await using server = await openTwoHouses();
  const [text, sha256] = ["sk-abc-0123456789", hash("sha256", "sk-abc-0123456789", "hex")];
  const body = { sha256, prefix: "sk-abc", lastFour: "6789" };
  const first = await server.post("/clients/acme-shop/foreign-keys", body);
  assert.deepEqual([first.status, first.body["format"], first.body["prefix"]], [201, "foreign", "sk-abc"]);
  assert.equal((await server.post("/clients/acme-shop/foreign-keys", body)).body["id"], first.body["id"]);
  assert.equal((await server.post("/clients/bolt-pay/foreign-keys", body)).body["code"], "key.anothers");
  assert.equal((await server.acme.post("/clients/acme-shop/foreign-keys", body)).status, 403);
  const found = server.clients.keys.find(text);
  assert.equal(found.outcome === "known" && found.client, "acme-shop");
  for (const wrong of ["", "x".repeat(64), sha256.toUpperCase(), `${sha256}0`]) {
    assert.equal((await server.post("/clients/acme-shop/foreign-keys", { sha256: wrong })).status, 422);
  }
  await server.remove(`${KEYS}/${String(first.body["id"])}`);
  assert.equal((await server.post("/clients/acme-shop/foreign-keys", body)).body["code"], "key.revoked");
  assert.deepEqual(server.clients.keys.find(text), { outcome: "revoked" });
});

test("how often a key was accepted, and refused after its end, is told; a wrong secret is nobody's use", async () => {
  await using server = await openTwoHouses();
  const { id, key } = (await server.post(KEYS, {})).body;
  const find = (text: string): string => server.clients.keys.find(text).outcome;
  const uses = async (): Promise<unknown> =>
    ((await server.get(KEYS)).body["items"] as object[] as { uses: unknown }[])[0]?.uses;
  assert.deepEqual(await uses(), { accepted: 0, refused: 0 });
  assert.deepEqual([find(String(key)), find(String(key)), find(`${String(key)}x`)], ["known", "known", "malformed"]);
  await server.remove(`${KEYS}/${String(id)}`);
  assert.equal(find(String(key)), "revoked");
  assert.deepEqual(await uses(), { accepted: 2, refused: 1 });
});

test("when a key was used last is known to the minute, and after a restart", async () => {
  await using server = await openTwoHouses();
  const { key } = (await server.post(KEYS, { expiresAt: "2027-02-01T00:00:00Z" })).body;
  const usedAt = async (): Promise<unknown> =>
    ((await server.get(KEYS)).body["items"] as object[] as { lastUsedAt: unknown }[])[0]?.lastUsedAt;
  assert.equal(await usedAt(), null);
  server.clients.keys.find(String(key));
  server.clock.at += 59_000;
  server.clients.keys.find(String(key));
  assert.equal(await usedAt(), "2027-01-15T00:00:00.000Z");
  await server.clients.tidy();
  const book = new KeyBook(server.clock);
  await book.load(server.state);
  const [row] = await allKeys(server.state.read);
  assert.ok(row !== undefined);
  assert.equal(book.lastUsedAt(row), Date.UTC(2027, 0, 15));
  assert.equal(book.find(String(key)).outcome, "known");
  server.clock.at += 30 * DAY_MS;
  assert.deepEqual(book.find(String(key)), { outcome: "expired" });
});

test("whoever steals the database, or reads the audit log, finds nothing that opens anything", async () => {
  await using server = await openTwoHouses();
  const secrets = await someSecrets(server);
  const stored =
    readFileSync(join(server.directory, "state.db"), "latin1") +
    readFileSync(join(server.directory, "state.db-wal"), "latin1");
  const audit = (await server.get("/audit?limit=200")).text;
  assert.ok(stored.includes("acme-shop") && audit.includes("key.rotate"));
  for (const secret of secrets) {
    assert.ok(!stored.includes(secret), "the database");
    assert.ok(!audit.includes(secret), "the audit log");
  }
});

/** A key of the same eight letters, with a right checksum. */
function withOtherSecret(key: string): string {
  const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const lookup = Uint8Array.from(key.split("_")[2] ?? "", (letter) => letters.indexOf(letter));
  return makeKey("live", (bytes) => (bytes === lookup.length ? lookup : new Uint8Array(bytes))).text;
}

async function someSecrets(server: House): Promise<string[]> {
  const old = (await server.post(KEYS)).body;
  const made = (await server.post(`${KEYS}/${String(old["id"])}/rotation`)).body;
  const contact = (await server.post("/organisations/acme/contacts", { kind: "legal", mail: "a@acme.example" })).body;
  const { link } = (await server.post(`/organisations/acme/contacts/${String(contact["id"])}/verification`)).body;
  const secretOf = (key: unknown): string => String(key).split("_")[3]?.slice(0, 32) ?? "";
  return [secretOf(old["key"]), secretOf(made["key"]), String(link).split("#")[1] ?? ""];
}
