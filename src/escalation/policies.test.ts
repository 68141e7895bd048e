import assert from "node:assert/strict";
import { test } from "node:test";
import { isoText, MINUTE_MS } from "#kernel";
import { allEscalations, releaseEscalation, removeEscalation } from "./actions/all-escalations.ts";
import { saveEscalation } from "./actions/save-escalation.ts";
import type { EscalationJson, EscalationPreviewJson } from "./contract.ts";
import { openTestServer } from "./server.testing.ts";

const TEXT = "steps: [{page: [schedule:primary]}, {page: [person:ben], after: 10m}]\nrounds: 2\nfallback: person:cho\n";

test("a policy is put as text, shown as it is read, changed by its revision only, and deleted; the built-in one stays", async () => {
  await using server = await openTestServer();
  const made = await server.ben.put("/escalations/standard", { text: TEXT });
  assert.equal(made.status, 200, made.text);
  assert.deepEqual((made.body as EscalationJson).steps[1], {
    act: "page",
    targets: [{ kind: "person", name: "ben" }],
    afterMs: 10 * MINUTE_MS,
  });
  const stale = await server.ben.put("/escalations/standard", { text: TEXT }, { "if-match": '"r9"' });
  assert.equal(stale.status, 412);
  assert.equal((await server.vera.put("/escalations/standard", { text: TEXT })).status, 403);
  const { items } = (await server.vera.get("/escalations")).body as unknown as { items: EscalationJson[] };
  assert.deepEqual(
    items.map(({ escalation, builtIn }) => [escalation, builtIn]),
    [
      ["everybody", true],
      ["standard", false],
    ],
  );
  assert.equal((await server.put("/escalations/everybody", { text: TEXT })).body["code"], "escalation.built-in");
  assert.equal((await server.remove("/escalations/everybody")).body["code"], "escalation.built-in");
  assert.equal((await server.remove("/escalations/standard")).status, 204);
  assert.equal((await server.get("/escalations/standard")).body["code"], "escalation.not-found");
});

test("what is no policy is refused with all its faults, each with its line and column", async () => {
  await using server = await openTestServer();
  const refused = await server.put("/escalations/standard", { text: "steps:\n  - {page: [primary]}\nround: 3\n" });
  assert.equal(refused.status, 422);
  const faults = refused.body["faults"] as { line: number; column: number }[];
  assert.deepEqual(
    faults.map(({ line, column }) => [line, column]),
    [
      [2, 13],
      [3, 1],
    ],
  );
});

test("a preview says step by step who would be paged, by who is on call at each instant, until the fallback", async () => {
  await using server = await openTestServer();
  await server.put("/escalations/standard", { text: TEXT });
  const at = isoText(server.clock.at);
  const asked = async (body: object) =>
    (await server.vera.post("/escalations/standard/preview", { at, ...body })).body as unknown as EscalationPreviewJson;
  const minutes = ({ steps }: EscalationPreviewJson) =>
    steps.map((step) => [
      (Date.parse(step.at) - Date.parse(at)) / MINUTE_MS,
      step.what,
      step.to.map(({ name }) => name).join(" "),
    ]);
  assert.deepEqual(minutes(await asked({})), [
    [0, "page", "ana"],
    [10, "page", "ben"],
    [20, "page", "ana"],
    [30, "page", "ben"],
    [40, "fallback", "cho"],
  ]);
  assert.deepEqual(minutes(await asked({ urgency: "ticket" })), [
    [0, "notify", "ana"],
    [10, "notify", "ben"],
  ]);
  const draft = await asked({ text: "steps: [{page: [team:lost, team:none, schedule:none, person:zoe]}]\n" });
  assert.deepEqual(minutes(draft), [
    [0, "skipped", ""],
    [0, "fallback", "ana"],
  ]);
  assert.deepEqual(draft.warnings, [
    "Now no step reaches anybody: a page would go to the fallback at once.",
    "step 1: the team lost has no schedule now.",
    "step 1: there is no team none now.",
    "step 1: there is no schedule none now.",
    "step 1: there is no person zoe now.",
  ]);
});

test("a policy that a text owns is changed by that text only, until it is released; saved again it is the same", async () => {
  await using server = await openTestServer();
  const { state, clock } = server;
  const given = { name: "standard", entry: { steps: [{ page: ["person:ana"] }] }, zone: "UTC" };
  const saved = await state.transact((tx) => saveEscalation(tx, given, { now: clock.at, managedBy: "main" }));
  const again = await state.transact((tx) => saveEscalation(tx, given, { now: clock.at + 1, managedBy: "main" }));
  assert.deepEqual(again, saved);
  assert.equal((await server.put("/escalations/standard", { text: TEXT })).body["code"], "configuration.managed");
  const other = state.transact((tx) => saveEscalation(tx, given, { now: clock.at, managedBy: "other" }));
  await assert.rejects(other, /kept in the text of the configuration "main"/);
  assert.deepEqual(await allEscalations(state.read), [{ ...given, managedBy: "main" }]);
  await state.transact((tx) => releaseEscalation(tx, "standard"));
  assert.equal((await server.put("/escalations/standard", { text: TEXT })).status, 200);
  await state.transact((tx) => removeEscalation(tx, "standard"));
  assert.deepEqual(await allEscalations(state.read), []);
});
