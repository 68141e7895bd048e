import assert from "node:assert/strict";
import { test } from "node:test";
import { draftOf, entryText, newDraft, withChangedStep, withStep } from "./policy-draft.ts";

test("a draft says what a configuration text would say, and what says nothing special is left out", () => {
  const draft = withChangedStep(newDraft("UTC"), 1, { targets: ["schedule:primary"] });
  assert.deepEqual(JSON.parse(entryText(draft)), {
    steps: [{ page: ["schedule:primary"] }],
    rounds: 3,
    acknowledgementLasts: "30m",
  });
  const more = withChangedStep(withStep(draft), 2, { act: "notify", targets: ["channel:chat"], after: "10 min" });
  const whole = { ...more, fallback: "person:ana", acknowledgements: "2", only: ["mon-fri 09:00-18:00"] };
  assert.deepEqual(JSON.parse(entryText(whole)), {
    steps: [{ page: ["schedule:primary"] }, { notify: ["channel:chat"], after: "10 min" }],
    rounds: 3,
    fallback: "person:ana",
    acknowledgementLasts: "30m",
    acknowledgements: 2,
    only: ["mon-fri 09:00-18:00"],
  });
});

test("steps come and go without changing the others, and what is no number is left for the server to refuse", () => {
  const draft = withStep(withStep(newDraft("UTC")));
  assert.deepEqual(
    draft.steps.map(({ key }) => key),
    [1, 2, 3],
  );
  assert.deepEqual(
    withChangedStep(draft, 2, undefined).steps.map(({ key }) => key),
    [1, 3],
  );
  assert.equal((JSON.parse(entryText({ ...draft, rounds: "many" })) as { rounds: unknown }).rounds, "many");
});

test("what is stored becomes a draft that says the same", () => {
  const draft = draftOf({
    escalation: "standard",
    title: null,
    entry: { only: "sat,sun" },
    zone: "Europe/Madrid",
    steps: [
      { act: "page", targets: [{ kind: "schedule", name: "primary" }], afterMs: 0 },
      { act: "page", targets: [{ kind: "person", name: "ben" }], afterMs: 300_000 },
    ],
    rounds: 2,
    fallback: { kind: "person", name: "ana" },
    acknowledgementMs: 1_800_000,
    acknowledgements: 1,
    builtIn: false,
    createdAt: null,
    revision: 1,
    managedBy: null,
    warnings: [],
  });
  assert.deepEqual(JSON.parse(entryText(draft)), {
    steps: [{ page: ["schedule:primary"] }, { page: ["person:ben"], after: "5 min" }],
    rounds: 2,
    fallback: "person:ana",
    acknowledgementLasts: "30 min",
    only: ["sat,sun"],
  });
  assert.equal(draft.zone, "Europe/Madrid");
});
