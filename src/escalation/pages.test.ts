import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, isoText, MINUTE_MS } from "#kernel";
import type { PageJson, PageStoryJson } from "./contract.ts";
import { openTestServer } from "./server.testing.ts";

const STANDARD = {
  text: "steps: [{page: [schedule:primary]}, {page: [person:ben], after: 5m}]\nrounds: 2\nfallback: person:cho\n",
};

async function opened() {
  const server = await openTestServer();
  await server.put("/escalations/standard", STANDARD);
  return server;
}

async function onlyPage(server: Awaited<ReturnType<typeof opened>>): Promise<PageJson> {
  const { body } = await server.ana.get("/pages");
  const items = body["items"] as PageJson[];
  assert.equal(items.length, 1);
  return items[0] as PageJson;
}

test("a group that is told of is a page: whoever is on call is paged, then the next step, and an acknowledgement stops it", async () => {
  await using server = await opened();
  assert.deepEqual(await server.take(), ["page ana"]);
  const page = await onlyPage(server);
  assert.equal(page.state, "open");
  assert.equal(page.mine, true);
  assert.deepEqual(page.next?.who, [{ kind: "person", name: "ben" }]);
  assert.equal(page.next?.at, isoText(server.clock.at + 5 * MINUTE_MS));
  assert.deepEqual(await server.pass(4 * MINUTE_MS), []);
  assert.deepEqual(await server.pass(MINUTE_MS), ["page ben"]);
  const acknowledged = await server.ben.put(`/pages/${page.page}/acknowledgement`, {});
  assert.equal(acknowledged.status, 200, acknowledged.text);
  assert.equal(acknowledged.body["state"], "acknowledged");
  assert.deepEqual(server.telling.taken(), ["cancel"]);
  assert.deepEqual(await server.pass(29 * MINUTE_MS), []);
  assert.deepEqual(await server.pass(MINUTE_MS), ["asked ben"]);
  assert.deepEqual(await server.pass(5 * MINUTE_MS), ["page ana"]);
});

test("the story tells each decision with its reason, what it was decided by, whom it told and what came next", async () => {
  await using server = await opened();
  server.onCall.length = 0;
  assert.deepEqual(await server.take(), ["page ben"]);
  const { page } = await onlyPage(server);
  const story = (await server.vera.get(`/pages/${page}`)).body as unknown as PageStoryJson;
  assert.deepEqual(
    story.entries.map(({ what, why }) => [what, why.replace(/since .* UTC/, "since then")]),
    [
      ["began", 'It fires since then, so it is escalated by the policy "standard".'],
      ["skipped", "Nobody is reached by step 1 of 2, round 1 of 2: nobody is on call in primary."],
      ["told", "ben by step 2 of 2, round 1 of 2."],
    ],
  );
  assert.deepEqual(story.entries[2]?.told, [{ kind: "person", name: "ben" }]);
  assert.equal(story.entries[2]?.next?.at, isoText(server.clock.at + 5 * MINUTE_MS));
});

test("the end of all is told by each page of the group, once, also by one that was closed by hand", async () => {
  await using server = await opened();
  await server.take();
  const { page } = await onlyPage(server);
  const closed = await server.ben.post(`/pages/${page}/resolution`);
  assert.match(String(closed.body["sentence"]), /was closed by ben/);
  assert.deepEqual(server.telling.taken(), ["cancel", "update ana"]);
  server.clock.at += 4 * HOUR_MS;
  assert.deepEqual(await server.take({ reason: "unchanged" }), ["page ana"]);
  server.clock.at += HOUR_MS;
  assert.deepEqual(await server.take({ reason: "ended", firing: 0, ended: 1 }), ["end", "end"]);
  assert.deepEqual(await server.take({ reason: "ended", firing: 0, ended: 0 }), []);
  assert.deepEqual(await server.pass(24 * HOUR_MS), []);
});

test("by a policy that nobody wrote, or that is gone, everybody who may respond is paged", async () => {
  await using server = await opened();
  assert.deepEqual(await server.take({ policy: "gone" }), ["page ana", "page ben", "page cho"]);
});

test("whoever was to be reached and is not makes way for the next step at once, and it is said loudly", async () => {
  await using server = await opened();
  await server.put("/escalations/standard", { text: "steps: [{page: [channel:chat]}, {page: [person:ben]}]\n" });
  server.telling.withoutMethod.add("chat");
  assert.deepEqual(await server.take(), ["page chat"]);
  assert.match(server.alarms.join("\n"), /channel chat could not be reached/);
  assert.deepEqual(await server.pass(1_000), ["page ben"]);
});

test("it can be snoozed, given to somebody, escalated, helped with and given back; each is in the audit log", async () => {
  await using server = await opened();
  await server.take();
  const { page } = await onlyPage(server);
  const until = isoText(server.clock.at + HOUR_MS);
  const far = await server.ben.post(`/pages/${page}/snooze`, { until: isoText(server.clock.at + 25 * HOUR_MS) });
  assert.equal(far.status, 422, far.text);
  assert.equal((await server.ben.post(`/pages/${page}/snooze`, { until })).body["state"], "snoozed");
  assert.deepEqual(server.telling.taken(), ["cancel"]);
  const given = await server.ben.post(`/pages/${page}/reassignment`, { to: "cho" });
  assert.equal(given.body["reassignedTo"], "cho");
  assert.deepEqual(server.telling.taken(), ["cancel", "page cho"]);
  assert.equal((await server.ben.post(`/pages/${page}/reassignment`, { to: "nobody" })).status, 422);
  await server.cho.post(`/pages/${page}/responders`, { person: "ana" });
  assert.deepEqual(server.telling.taken(), ["page ana"]);
  await server.cho.put(`/pages/${page}/acknowledgement`, {});
  server.telling.taken();
  await server.cho.remove(`/pages/${page}/acknowledgement`);
  assert.deepEqual(server.telling.taken(), ["page ana"]);
  await server.cho.post(`/pages/${page}/escalation`);
  assert.deepEqual(server.telling.taken(), ["page ben"]);
  const { body } = await server.get("/audit?limit=50");
  const actions = new Set((body["items"] as { action: string }[]).map(({ action }) => action));
  for (const verb of ["snooze", "reassign", "add-responder", "acknowledge", "unacknowledge", "escalate"]) {
    assert.ok(actions.has(`page.${verb}`), verb);
  }
});

test("whoever may not respond changes nothing, and a page that is over is changed by nobody", async () => {
  await using server = await opened();
  await server.take();
  const { page } = await onlyPage(server);
  assert.equal((await server.vera.put(`/pages/${page}/acknowledgement`, {})).status, 403);
  await server.take({ reason: "ended" });
  const over = await server.ben.put(`/pages/${page}/acknowledgement`, {});
  assert.deepEqual([over.status, over.body["code"]], [409, "page.over"]);
});

test("a page runs by its policy as it was; it can be switched to what it is now", async () => {
  await using server = await opened();
  await server.take();
  await server.put("/escalations/standard", { text: "steps: [{page: [person:cho]}]\nfallback: person:ben\n" });
  const page = await onlyPage(server);
  assert.equal(page.policyChanged, true);
  assert.deepEqual(page.next?.who, [{ kind: "person", name: "ben" }]);
  const switched = await server.ben.post(`/pages/${page.page}/policy`);
  assert.equal(switched.body["policyChanged"], false);
  assert.deepEqual(server.telling.taken(), ["page cho"]);
});

test("the auditor pages the fallback of a page with nothing due, or whose due was missed for a minute of running time", async () => {
  await using server = await opened();
  await server.take();
  await server.pass(1_000);
  const { page } = await onlyPage(server);
  await server.state.transact(async (tx) => {
    await tx
      .tables<{ escalation_pages: { next_at: number | null } }>()
      .updateTable("escalation_pages")
      .set({ next_at: null })
      .execute();
  });
  assert.deepEqual(await server.pass(1_000), ["page cho"]);
  assert.match(server.alarms.join("\n"), new RegExp(`${page}: .*the auditor pages the fallback`));
  assert.deepEqual(await server.pass(1_000), []);
});

test("lists are narrowed to what is open, to a group, and to what the caller was told of", async () => {
  await using server = await opened();
  await server.take();
  await server.take({ group: "grp_2" });
  await server.take({ group: "grp_2", reason: "ended" });
  const count = async (query: string, by = server.ana) =>
    ((await by.get(`/pages${query}`)).body["items"] as unknown[]).length;
  assert.equal(await count(""), 2);
  assert.equal(await count("?state=open"), 1);
  assert.equal(await count("?state=ended"), 1);
  assert.equal(await count("?group=grp_2"), 1);
  assert.equal(await count("?mine=true"), 2);
  assert.equal(await count("?mine=true", server.cho), 0);
  const first = await server.ana.get("/pages?limit=1");
  const rest = await server.ana.get(`/pages?limit=1&cursor=${String(first.body["next"])}`);
  assert.equal((rest.body["items"] as unknown[]).length, 1);
  assert.equal(rest.body["next"], null);
});
