import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

const URL_OF = "/apis/orders/releases";

async function openOrders() {
  const server = await openTestServer();
  await server.put("/apis/orders", {});
  return server;
}

function names(body: Readonly<Record<string, unknown>>): string[] {
  return (body["items"] as { release: string }[]).map(({ release }) => release);
}

test("a release is said once however often a deployment says it, and a roll-back is another one", async () => {
  await using server = await openOrders();
  const link = "https://git.example.com/orders/compare/a...b?w=1#files";
  const first = await server.post(URL_OF, { release: "2026.11.3", title: "Faster search", link });
  const again = await server.post(URL_OF, { release: "2026.11.3" });
  assert.deepEqual([first.status, again.body["id"], again.body["link"]], [201, first.body["id"], link]);
  server.clock.at += 60_000;
  await server.post(URL_OF, { release: "2026.11.4" });
  server.clock.at += 60_000;
  await server.post(URL_OF, { release: "2026.11.3" });
  await server.post(URL_OF, { release: "2026.12.0", environment: "sandbox" });
  const all = await server.get(`${URL_OF}?environment=production`);
  assert.deepEqual(names(all.body), ["2026.11.3", "2026.11.4", "2026.11.3"]);
  const page = await server.get(`${URL_OF}?limit=3`);
  const rest = await server.get(`${URL_OF}?limit=3&cursor=${String(page.body["next"])}`);
  assert.deepEqual([names(page.body).length, names(rest.body)], [3, ["2026.11.3"]]);
  const url = `${URL_OF}/${String(first.body["id"])}`;
  assert.deepEqual([(await server.remove(url)).status, (await server.remove(url)).status], [204, 404]);
});

test("a release that is none, in the future, or of an API that is not there, is refused", async () => {
  await using server = await openOrders();
  const wrong: readonly (readonly [body: object, pointer: string])[] = [
    [{}, "/release"],
    [{ release: "a b" }, "/release"],
    [{ release: "1", at: "2027-01-15T01:00:01Z" }, "/at"],
    [{ release: "1", at: "2001-01-01T00:00:00Z" }, "/at"],
    [{ release: "1", link: "javascript:alert(1)" }, "/link"],
    [{ release: "1", by: "me" }, "/by"],
  ];
  for (const [body, pointer] of wrong) {
    const answer = await server.post(URL_OF, body);
    assert.equal(answer.status, 422, JSON.stringify(body));
    assert.equal((answer.body["faults"] as { pointer: string }[])[0]?.pointer, pointer);
  }
  assert.equal((await server.post("/apis/none/releases", { release: "1" })).status, 404);
  await server.put("/apis/other", {});
  const made = await server.post(URL_OF, { release: "1" });
  assert.equal((await server.remove(`/apis/other/releases/${String(made.body["id"])}`)).status, 404);
});
