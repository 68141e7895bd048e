import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer, WEEKS } from "./server.testing.ts";

const TWO_DAYS = { from: "2027-01-18T00:00:00Z", to: "2027-01-20T00:00:00Z" };

test("a schedule is put as a text, and answers who, shifts, quality and now", async () => {
  await using server = await openTestServer();
  const put = await server.put("/schedules/primary", { definition: WEEKS });
  assert.equal(put.status, 200, put.text);
  assert.equal(put.body["title"], "Primary");
  assert.equal(put.body["definition"], WEEKS);
  assert.deepEqual(put.body["warnings"], []);
  assert.equal(await server.who("2027-01-18T07:59:59Z"), "ana");
  assert.equal(await server.who("2027-01-18T08:00:00Z"), "ben");
  assert.equal(await server.who("2027-01-18T08:00:00Z", "other"), undefined);
  const shifts = await server.get(`/schedules/primary/shifts?from=${TWO_DAYS.from}&to=${TWO_DAYS.to}`);
  assert.deepEqual(shifts.body["shifts"], [
    { start: "2027-01-18T00:00:00.000Z", end: "2027-01-18T08:00:00.000Z", people: ["ana"] },
    { start: "2027-01-18T08:00:00.000Z", end: "2027-01-20T00:00:00.000Z", people: ["ben"] },
  ]);
  const who = await server.get("/schedules/primary/who?at=2027-01-18T08:00:00Z");
  assert.deepEqual(who.body, {
    people: ["ben"],
    since: "2027-01-18T08:00:00.000Z",
    until: "2027-01-25T08:00:00.000Z",
  });
  const quality = await server.get(`/schedules/primary/quality?from=${TWO_DAYS.from}&to=${TWO_DAYS.to}`);
  assert.equal((quality.body["coverage"] as { share: number }).share, 1);
  const now = await server.get("/oncall/now");
  const [first] = now.body["items"] as { people: { name: string }[]; until: string; next: { handle: string }[] }[];
  assert.deepEqual(
    [first?.people[0]?.name, first?.until, first?.next[0]?.handle],
    ["ana", "2027-01-18T08:00:00.000Z", "ben"],
  );
});

test("an edit changes the future only: what was said until then stays, whatever is said later", async () => {
  await using server = await openTestServer();
  await server.put("/schedules/primary", { definition: WEEKS });
  server.clock.at = Date.parse("2027-01-19T12:00:00Z");
  const put = await server.put("/schedules/primary", { definition: WEEKS.replace("[ana, ben, cho]", "[cho, ana]") });
  assert.equal(put.status, 200, put.text);
  assert.equal(await server.who("2027-01-19T11:59:59Z"), "ben");
  assert.equal(await server.who("2027-01-19T12:00:00Z"), "ana");
  assert.equal(await server.who("2027-01-12T12:00:00Z"), "ana");
  const { body } = await server.get("/schedules/primary/who?at=2027-01-19T12:00:00Z");
  assert.equal(body["since"], "2027-01-19T12:00:00.000Z");
  server.clock.at += 1_000;
  const removed = await server.remove("/schedules/primary");
  assert.equal(removed.status, 204, removed.text);
  assert.equal(await server.who("2027-01-19T12:00:00Z"), undefined);
  await server.put("/schedules/primary", { definition: WEEKS });
  assert.equal(await server.who("2027-01-19T11:59:59Z"), "ben", "a name that is used again goes on with its history");
  assert.equal(await server.who("2027-01-19T12:00:00Z"), "ana");
});

test("a draft is refused with all its faults, each with line and column, and a good one is shown and not kept", async () => {
  await using server = await openTestServer();
  const period = { from: "2027-03-27T00:00:00Z", to: "2027-03-30T00:00:00Z" };
  const bad = "zone: Europe/Atlantis\nlayers:\n  - {rotate: [], every: 1 week, from: 2027-01-11T09:00}\n";
  const refused = await server.post("/schedules/preview", { definition: bad, ...period });
  assert.equal(refused.status, 422);
  assert.equal(refused.body["code"], "schedule.invalid");
  assert.deepEqual(
    (refused.body["faults"] as { line: number; column: number }[]).map(({ line, column }) => [line, column]),
    [
      [1, 7],
      [3, 14],
    ],
  );
  const definition = WEEKS.replace("cho]", "zoe]");
  const shown = await server.post("/schedules/preview", { definition, ...period });
  assert.equal(shown.status, 200, shown.text);
  assert.deepEqual(shown.body["clockChanges"], [
    { at: "2027-03-28T01:00:00.000Z", before: "2027-03-28T02:00", after: "2027-03-28T03:00" },
  ]);
  assert.deepEqual(shown.body["warnings"], [
    "There is no person zoe, so nobody is told while zoe is on call. Take zoe out, or put somebody in the place.",
  ]);
  assert.equal((await server.put("/schedules/primary", { definition })).body["code"], "schedule.unknown-people");
  assert.equal((await server.get("/schedules/primary")).status, 404);
  const never = WEEKS.replace("}", ", only: []}");
  assert.match((await server.put("/schedules/primary", { definition: never })).text, /only covers nothing/);
});

test("a preview of an edit shows the past as it was, and the overrides that stay", async () => {
  await using server = await openTestServer();
  await server.put("/schedules/primary", { definition: WEEKS });
  server.clock.at += 1_000;
  const change = { kind: "replace", person: "cho", with: "ben" };
  const override = { from: "2027-01-16T00:00:00Z", to: "2027-01-17T00:00:00Z", change };
  assert.equal((await server.post("/schedules/primary/overrides", override)).status, 201);
  const definition = WEEKS.replace("[ana, ben, cho]", "[cho]");
  const asked = { definition, schedule: "primary", from: "2027-01-14T00:00:00Z", to: "2027-01-18T00:00:00Z" };
  const { body } = await server.post("/schedules/preview", asked);
  assert.deepEqual(
    (body["shifts"] as { start: string; people: string[] }[]).map(
      ({ start, people }) => `${start.slice(0, 10)} ${people.join()}`,
    ),
    ["2027-01-14 ana", "2027-01-15 cho", "2027-01-16 ben", "2027-01-17 cho"],
  );
});

test("whoever is removed or disabled leaves a warning where the schedule is shown, and the schedule goes on", async () => {
  await using server = await openTestServer();
  await server.put("/schedules/primary", { definition: WEEKS });
  assert.equal((await server.post("/people/per_ana/disable")).status, 200);
  const { body } = await server.get("/schedules/primary");
  assert.match((body["warnings"] as string[]).join(), /The account of ana is disabled/);
  assert.equal(await server.who("2027-01-15T00:00:00Z"), "ana");
  const [now] = (await server.get("/oncall/now")).body["items"] as { people: { state: string }[] }[];
  assert.equal(now?.people[0]?.state, "disabled");
});

test("a team names a schedule that is there, which then cannot be removed", async () => {
  await using server = await openTestServer();
  await server.put("/schedules/primary", { definition: WEEKS });
  const put = await server.put("/teams/orders", { people: ["ana"], schedule: "primary" });
  assert.equal(put.body["schedule"], "primary", put.text);
  assert.equal(await server.schedules.scheduleOfTeam(server.state.read, "orders"), "primary");
  assert.equal(await server.schedules.scheduleOfTeam(server.state.read, "none"), undefined);
  assert.equal((await server.remove("/schedules/primary")).body["code"], "schedule.in-use");
  assert.equal((await server.put("/teams/orders", { title: "Orders" })).body["schedule"], "primary");
  assert.equal((await server.put("/teams/orders", { schedule: null })).body["schedule"], null);
  assert.equal(await server.schedules.scheduleOfTeam(server.state.read, "orders"), null);
});

test("gaps of the next four weeks are told over all schedules", async () => {
  await using server = await openTestServer();
  await server.put("/schedules/primary", { definition: WEEKS });
  await server.put("/schedules/days", { definition: WEEKS.replace("09:00}", "09:00, until: 2027-01-20T00:00}") });
  const { body } = await server.get("/oncall/gaps");
  assert.deepEqual(body["items"], [
    {
      schedule: "days",
      title: "Primary",
      gaps: [{ start: "2027-01-19T23:00:00.000Z", end: "2027-02-12T00:00:00.000Z" }],
    },
  ]);
});

test("an edit that is not of what its sender saw is refused, and an override does not make it so", async () => {
  await using server = await openTestServer();
  const { etag } = await server.put("/schedules/primary", { definition: WEEKS });
  const change = { kind: "add", person: "cho" };
  await server.post("/schedules/primary/overrides", {
    from: "2027-01-16T00:00:00Z",
    to: "2027-01-17T00:00:00Z",
    change,
  });
  const definition = WEEKS.replace("Primary", "First");
  const match = { "if-match": String(etag) };
  assert.equal((await server.put("/schedules/primary", { definition }, match)).status, 200);
  assert.equal((await server.put("/schedules/primary", { definition }, match)).status, 412);
});

test("developers reach no schedule", async () => {
  await using server = await openTestServer();
  await server.put("/schedules/primary", { definition: WEEKS });
  const dev = await server.person("dora", { organisations: ["acme"] });
  for (const url of [
    "/schedules",
    "/schedules/primary",
    "/oncall/now",
    "/oncall/gaps",
    "/me/shifts",
    "/me/calendars",
  ]) {
    assert.equal((await dev.get(url)).status, 403, url);
  }
});
