import assert from "node:assert/strict";
import { test } from "node:test";
import { planDocument } from "#objectives";
import { allSchedules, releaseSchedule } from "./actions/all-schedules.ts";
import { removeSchedule, saveSchedule } from "./actions/save-schedule.ts";
import { readSchedule, scheduleEntryOf } from "./grammar/read-schedule.ts";
import { openTestServer, WEEKS } from "./server.testing.ts";

const DAY = { from: "2027-01-16T00:00:00Z", to: "2027-01-17T00:00:00Z" };
const BEN = { kind: "replace", person: "ana", with: "ben" };
/** Whole weeks of ana, ben and cho, as WEEKS has them. */
const OF_BEN = { from: "2027-01-18T08:00:00Z", to: "2027-01-25T08:00:00Z" };
const OF_CHO = { from: "2027-01-25T08:00:00Z", to: "2027-02-01T08:00:00Z" };

async function opened() {
  const server = await openTestServer();
  await server.put("/schedules/primary", { definition: WEEKS });
  return server;
}

test("an override holds over the text from now on, and one that has begun is only cut to now when it is ended", async () => {
  await using server = await opened();
  const made = await server.ana.post("/schedules/primary/overrides", { ...DAY, change: BEN, reason: "A wedding" });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual(
    [made.body["author"], made.body["sentence"], made.body["reason"]],
    ["ana", "ben instead of ana", "A wedding"],
  );
  assert.equal(await server.who("2027-01-16T12:00:00Z"), "ben");
  server.clock.at = Date.parse("2027-01-16T06:00:00Z");
  const ended = await server.remove(`/schedules/primary/overrides/${String(made.body["id"])}`);
  assert.deepEqual(
    [ended.body["to"], ended.body["endedBy"]],
    ["2027-01-16T06:00:00.000Z", "admin (bootstrap.json)"],
    ended.text,
  );
  assert.equal(await server.who("2027-01-16T05:59:59Z"), "ben");
  assert.equal(await server.who("2027-01-16T06:00:00Z"), "ana");
  const again = await server.remove(`/schedules/primary/overrides/${String(made.body["id"])}`);
  assert.equal(again.body["code"], "override.over");
  const list = async (query: string) =>
    ((await server.get(`/schedules/primary/overrides${query}`)).body["items"] as object[]).length;
  assert.deepEqual([await list(""), await list("?past=true")], [0, 1]);
});

test("one that is ended before it begins holds at no time, and what is said of the past begins now", async () => {
  await using server = await opened();
  const made = await server.post("/schedules/primary/overrides", { ...DAY, change: BEN });
  await server.remove(`/schedules/primary/overrides/${String(made.body["id"])}`);
  assert.equal(await server.who("2027-01-16T12:00:00Z"), "ana");
  assert.deepEqual((await server.get("/schedules/primary/overrides")).body["items"], []);
  const again = await server.remove(`/schedules/primary/overrides/${String(made.body["id"])}`);
  assert.equal(again.body["code"], "override.over");
  const since = await server.post("/schedules/primary/overrides", {
    ...DAY,
    from: "2027-01-01T00:00:00Z",
    change: BEN,
  });
  assert.equal(since.body["from"], "2027-01-15T00:00:00.000Z");
  assert.equal(await server.who("2027-01-14T23:59:59Z"), "ana");
  const past = { from: "2027-01-01T00:00:00Z", to: "2027-01-02T00:00:00Z", change: BEN };
  assert.equal((await server.post("/schedules/primary/overrides", past)).body["code"], "override.no-time");
});

test("a configuration text keeps a schedule, compares it with itself, lets go of it, and takes it away", async () => {
  await using server = await openTestServer();
  const { state, clock } = server;
  const { text, title } = readSchedule(WEEKS, "plan.yaml");
  const given = { name: "primary", title, text };
  const save = async (managedBy: string | null, now = clock.at) =>
    state.transact((tx) => saveSchedule(tx, given, { now, managedBy }));
  const first = await save("main");
  assert.equal((await save("main", clock.at + 5)).revision, first.revision, "the same again changes nothing");
  await assert.rejects(save("other"), /kept in the text of the configuration "main"/);
  assert.deepEqual(await allSchedules(state.read), [{ ...given, managedBy: "main" }]);
  await state.transact((tx) => releaseSchedule(tx, "primary"));
  assert.equal((await server.put("/schedules/primary", { definition: WEEKS })).status, 200);
  await save("other");
  await state.transact((tx) => removeSchedule(tx, "primary", { now: clock.at }));
  assert.deepEqual(await allSchedules(state.read), []);
});

test("one entry of a plan is read with the zone around it, and its faults have the plan's places", () => {
  const read = (entry: string) => {
    const { contents, reading } = planDocument(entry, "plan.yaml", "plan");
    const written = scheduleEntryOf(contents, { reading, zone: "Asia/Kathmandu" });
    reading.refuseFaults();
    return { ...written, remarks: reading.remarks };
  };
  const { schedule, title, text, remarks } = read("layers: [{rotate: [ana], every: 1 week, from: 2027-01-11T09:00}]");
  assert.deepEqual([schedule.zone, title, remarks], ["Asia/Kathmandu", null, []]);
  assert.match(text, /^{"zone":"Asia\/Kathmandu","layers":\[{"rotate":\["ana"\]/);
  assert.throws(
    () => read("layers: [{rotate: [ana], every: 0 days, from: 2027-01-11T09:00}]"),
    /plan.yaml, line 1, column 33/,
  );
});

test("overrides are made anywhere, also where a text owns the schedule, and stay when it says something else", async () => {
  await using server = await openTestServer();
  const { now } = { now: server.clock.at };
  const { text, title } = readSchedule(WEEKS, "plan.yaml");
  await server.state.transact((tx) => saveSchedule(tx, { name: "primary", title, text }, { now, managedBy: "main" }));
  assert.equal((await server.put("/schedules/primary", { definition: WEEKS })).body["code"], "configuration.managed");
  assert.equal((await server.remove("/schedules/primary")).body["code"], "configuration.managed");
  assert.equal((await server.post("/schedules/primary/overrides", { ...DAY, change: BEN })).status, 201);
  const other = readSchedule(WEEKS.replace("1 week", "4 weeks"), "plan.yaml");
  await server.state.transact((tx) =>
    saveSchedule(tx, { name: "primary", title, text: other.text }, { now: now + 1, managedBy: "main" }),
  );
  assert.equal(await server.who("2027-01-16T12:00:00Z"), "ben");
  assert.equal(await server.who("2027-01-30T12:00:00Z"), "ana");
});

test("strangers and circles are refused with why", async () => {
  await using server = await opened();
  const add = async (change: object) => (await server.post("/schedules/primary/overrides", { ...DAY, change })).body;
  assert.equal((await add({ kind: "add", person: "zoe" }))["code"], "override.unknown-people");
  await add(BEN);
  await add({ kind: "replace", person: "ben", with: "cho" });
  const circle = await add({ kind: "replace", person: "cho", with: "ana" });
  assert.equal(circle["code"], "override.circle");
  assert.match(String(circle["detail"]), /in a circle at the same time \(2027-01-16T00:00:00Z\)/);
  assert.equal(await server.who("2027-01-16T12:00:00Z"), "cho");
});

test("a shift is offered by whoever has it, and taken for another: both are overrides from then on", async () => {
  await using server = await opened();
  const asked = await server.ben.post("/schedules/primary/swaps", { ...OF_BEN, reason: "Away" });
  assert.equal(asked.status, 201, asked.text);
  const place = `/schedules/primary/swaps/${String(asked.body["id"])}`;
  assert.equal(await server.who("2027-01-19T00:00:00Z"), "ben", "an offer changes nothing");
  const taken = await server.cho.put(`${place}/taking`, { return: OF_CHO });
  assert.equal(taken.status, 200, taken.text);
  assert.deepEqual(
    [await server.who("2027-01-19T00:00:00Z"), await server.who("2027-01-26T00:00:00Z")],
    ["cho", "ben"],
  );
  assert.equal((await server.ana.put(`${place}/taking`, {})).body["code"], "swap.settled");
  const { body } = await server.get("/schedules/primary/swaps");
  const [swap] = body["items"] as { taken: { by: string; return: object } }[];
  assert.deepEqual(swap?.taken.return, { start: "2027-01-25T08:00:00.000Z", end: "2027-02-01T08:00:00.000Z" });
});

test("a shift that is taken for nothing is one override, and an offer that is withdrawn cannot be taken", async () => {
  await using server = await opened();
  const first = await server.ben.post("/schedules/primary/swaps", OF_BEN);
  const place = `/schedules/primary/swaps/${String(first.body["id"])}`;
  assert.equal((await server.cho.remove(place)).body["code"], "swap.of-another");
  assert.equal((await server.ben.remove(place)).status, 200);
  assert.equal((await server.cho.put(`${place}/taking`, {})).body["code"], "swap.settled");
  const second = await server.ben.post("/schedules/primary/swaps", OF_BEN);
  await server.cho.put(`/schedules/primary/swaps/${String(second.body["id"])}/taking`, {});
  assert.equal(await server.who("2027-01-19T00:00:00Z"), "cho");
  assert.equal(await server.who("2027-01-26T00:00:00Z"), "cho");
});

test("swaps that cannot be are refused with why: another's shift, the own, twice the same, at one time, and in a circle", async () => {
  await using server = await opened();
  const offer = async (of: object) => (await server.ben.post("/schedules/primary/swaps", of)).body;
  assert.equal((await offer(OF_CHO))["code"], "swap.not-yours");
  assert.equal((await offer({ ...OF_BEN, from: "2027-01-01T00:00:00Z" }))["code"], "swap.past");
  const place = `/schedules/primary/swaps/${String((await offer(OF_BEN))["id"])}`;
  assert.equal((await offer({ ...OF_BEN, to: "2027-01-20T00:00:00Z" }))["code"], "swap.offered-already");
  const take = async (who: "ana" | "ben" | "cho", back?: object) =>
    (await server[who].put(`${place}/taking`, { return: back ?? null })).body["code"];
  assert.equal(await take("ben"), "swap.own");
  assert.equal(await take("cho", { from: "2027-01-24T00:00:00Z", to: "2027-01-26T00:00:00Z" }), "swap.at-once");
  assert.equal(await take("ana", OF_CHO), "swap.not-yours");
  assert.equal(await take("cho"), undefined);
  // Cho has it now, and offers it: Ben would be where he began.
  const back = await server.cho.post("/schedules/primary/swaps", OF_BEN);
  assert.equal(back.status, 201, back.text);
  const taken = await server.ben.put(`/schedules/primary/swaps/${String(back.body["id"])}/taking`, {});
  assert.equal(taken.body["code"], "override.circle");
});
