import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

const URL_OF = "/apis/orders/maintenance";
const NIGHT = { from: "2027-02-01T02:00:00Z", to: "2027-02-01T04:00:00Z", title: "Move the database" };

async function openOrders() {
  const server = await openTestServer();
  await server.put("/apis/orders", {});
  return { ...server, post: (body: object) => server.ask({ method: "POST", url: URL_OF, body }) };
}

test("maintenance is announced, moved, listed the latest first, and taken back", async () => {
  await using server = await openOrders();
  const made = await server.post(NIGHT);
  assert.deepEqual(
    [made.status, made.body["state"], made.body["announcedBefore"], made.body["note"]],
    [201, "announced", true, ""],
  );
  const url = `${URL_OF}/${String(made.body["id"])}`;
  const late = await server.post({ ...NIGHT, from: "2027-01-14T00:00:00Z", to: "2027-01-16T00:00:00Z", title: "Now" });
  assert.deepEqual([late.body["state"], late.body["announcedBefore"]], ["running", false]);
  const first = await server.get(`${URL_OF}?limit=1`);
  const second = await server.get(`${URL_OF}?limit=1&cursor=${String(first.body["next"])}`);
  const titles = [first, second].flatMap(({ body }) =>
    (body["items"] as { title: string }[]).map(({ title }) => title),
  );
  assert.deepEqual([...titles, second.body["next"]], [NIGHT.title, "Now", null]);
  assert.equal((await server.put(url, NIGHT, { "if-match": '"r9"' })).status, 412);
  const moved = await server.put(url, { ...NIGHT, to: "2027-02-01T05:00:00Z", note: "Longer" });
  assert.deepEqual([moved.body["to"], moved.body["revision"]], ["2027-02-01T05:00:00.000Z", 2]);
  assert.equal((await server.remove(url)).status, 204);
  assert.equal((await server.remove(url)).status, 404);
  assert.deepEqual(
    server.changes.filter(({ what }) => what === "maintenance").map(({ from }) => from),
    [NIGHT.from, "2027-01-14T00:00:00Z", NIGHT.from, NIGHT.from].map((text) => Date.parse(text)),
  );
});

test("a window that is none, and fields that are not its to set, are refused", async () => {
  await using server = await openOrders();
  const wrong: readonly (readonly [body: object, pointer: string])[] = [
    [{ ...NIGHT, to: NIGHT.from }, "/to"],
    [{ ...NIGHT, to: "2027-03-01T00:00:00Z" }, "/to"],
    [{ ...NIGHT, from: "2027-02-01T02:00:05Z" }, "/from"],
    [{ ...NIGHT, from: "tomorrow" }, "/from"],
    [{ ...NIGHT, announcedAt: NIGHT.from }, "/announcedAt"],
    [{ ...NIGHT, id: "mnt_1" }, "/id"],
    [{ ...NIGHT, title: " " }, "/title"],
  ];
  for (const [body, pointer] of wrong) {
    const answer = await server.post(body);
    assert.equal(answer.status, 422, JSON.stringify(body));
    assert.equal((answer.body["faults"] as { pointer: string }[])[0]?.pointer, pointer);
  }
  assert.deepEqual((await server.get(URL_OF)).body["items"], []);
});

test("maintenance of an API that a configuration text owns may be announced, and another API's is not reached", async () => {
  await using server = await openOrders();
  await server.put("/apis/other", {});
  await server.own("orders", "main");
  const title = "<img src=x onerror=alert(1)>";
  const made = await server.post({ ...NIGHT, title });
  assert.deepEqual([made.status, made.body["title"]], [201, title]);
  const id = String(made.body["id"]);
  assert.equal((await server.remove(`/apis/other/maintenance/${id}`)).status, 404);
  assert.equal((await server.put(`/apis/other/maintenance/${id}`, NIGHT)).status, 404);
  assert.equal((await server.remove(`${URL_OF}/${id}`)).status, 204);
});
