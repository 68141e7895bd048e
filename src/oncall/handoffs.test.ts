import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { Ids } from "#kernel";
import { jobMigrations } from "#jobs";
import { Mail, mailMigrations, smtpPlaceOf } from "#mail";
import { notificationMigrations, Notifications } from "#notification";
import { Seal } from "#storage";
import { HandoffNotices } from "./handoff-notices.ts";
import { handoffWords } from "./model/words.ts";
import { openTestServer, WEEKS } from "./server.testing.ts";

const MODULES = [
  { module: "jobs", migrations: jobMigrations },
  { module: "mail", migrations: mailMigrations },
  { module: "notification", migrations: notificationMigrations },
];
const HANDOFF = Date.parse("2027-01-18T08:00:00Z");

/** Schedules with the ways to people: ana and ben have a verified address. No worker sends anything. */
async function opened() {
  const server = await openTestServer(MODULES);
  const { state, clock, schedules } = server;
  const ids = new Ids(clock, randomBytes);
  const seal = new Seal(randomBytes(32));
  const place = smtpPlaceOf("smtp://127.0.0.1:9");
  assert(place !== undefined);
  const from = { name: "Plimsoll", address: "plimsoll@example.com" };
  const mail = new Mail({ state, clock, ids, seal, smtp: { place, from, tls: "optional", ca: undefined } });
  const publicUrl = "https://plimsoll.example";
  const notifications = new Notifications({ state, clock, ids, seal, entropy: randomBytes, mail, publicUrl });
  await notifications.prepare();
  for (const name of ["ana", "ben"]) {
    const proof = { personId: `per_${name}`, mail: `${name}@example.com` };
    await state.transact((tx) => notifications.mailProven(tx, proof));
  }
  await server.put("/schedules/primary", { definition: WEEKS });
  return Object.assign(server, {
    notices: () => new HandoffNotices({ state, schedules, notifications, publicUrl }),
    /** Who is told of a handoff, and of what event. */
    told: async (at: number) => {
      const views = await notifications.listOf(state.read, `handoff:primary:${at}`);
      return views.map(({ to, event }) => `${to.name} ${event}`).toSorted();
    },
  });
}

test("whoever comes and whoever leaves is told once, at the handoff", async () => {
  await using server = await opened();
  const notices = server.notices();
  await notices.beat(HANDOFF - 60_000);
  assert.deepEqual(await server.told(HANDOFF), []);
  await notices.beat(HANDOFF);
  assert.deepEqual(await server.told(HANDOFF), ["ana handoff", "ben handoff"]);
  await notices.beat(HANDOFF + 60_000);
  await notices.beat(HANDOFF - 60_000);
  await server.notices().beat(HANDOFF + 120_000);
  assert.deepEqual(await server.told(HANDOFF), ["ana handoff", "ben handoff"], "also after a restart");
});

test("after a short absence of the server the handoffs in it are told, after a long one nobody is told late", async () => {
  await using server = await opened();
  await server.notices().beat(HANDOFF + 9 * 60_000);
  assert.equal((await server.told(HANDOFF)).length, 2);
  const notices = server.notices();
  await notices.beat(HANDOFF + 3_600_000);
  const next = HANDOFF + 14 * 86_400_000;
  await notices.beat(next + 2 * 3_600_000);
  assert.deepEqual(await server.told(next), []);
});

test("an override hands over, too", async () => {
  await using server = await opened();
  const notices = server.notices();
  const at = Date.parse("2027-01-15T12:00:00Z");
  server.clock.at = at;
  await notices.beat(at - 1_000);
  const [from, to] = ["2027-01-15T12:00:00Z", "2027-01-15T13:00:00Z"];
  await server.post("/schedules/primary/overrides", { from, to, change: { kind: "remove", person: "ana" } });
  await notices.beat(at + 60_000);
  assert.deepEqual(await server.told(at), ["ana handoff"]);
});

test("the words say by the clock of the schedule when a shift ends, and who is on call now", () => {
  const facts = { title: "Primary", zone: "Europe/Madrid", at: HANDOFF, until: HANDOFF + 7 * 86_400_000 };
  assert.deepEqual(handoffWords({ ...facts, people: ["ben"], isComing: true }), {
    title: "You are on call: Primary",
    sentences: [
      "Your shift began on Mon, 18 Jan 2027, 09:00 (Europe/Madrid).",
      "Your shift ends on Mon, 25 Jan 2027, 09:00 (Europe/Madrid).",
    ],
  });
  const gone = handoffWords({ ...facts, until: null, people: [], isComing: false });
  assert.deepEqual(gone.sentences[1], "Nobody is on call now.");
  assert.equal(
    handoffWords({ ...facts, people: ["ben", "cho"], isComing: false }).sentences[1],
    "On call now: ben and cho.",
  );
});
