import assert from "node:assert/strict";
import { test } from "node:test";
import {
  currentVersion,
  type LifeFact,
  previousVersion,
  reasonAgainst,
  stateOf,
  transitionsOf,
  type VersionLife,
} from "./versions.ts";

const SUNSET = Date.UTC(2027, 5, 30);

function lifeOf(version: string, ...states: LifeFact["state"][]): VersionLife {
  const facts = states.map((state, index) => ({
    state,
    at: index,
    by: "ana",
    sunsetAt: state === "deprecated" ? SUNSET : null,
    successor: null,
  }));
  return { version, createdAt: 0, facts };
}

const LIVES = {
  draft: lifeOf("v1"),
  live: lifeOf("v1", "live"),
  deprecated: lifeOf("v1", "live", "deprecated"),
  retired: lifeOf("v1", "live", "deprecated", "retired"),
} as const;

const POSSIBLE: readonly (readonly [from: keyof typeof LIVES, now: number, to: string])[] = [
  ["draft", 0, "live"],
  ["live", 0, "deprecated"],
  ["deprecated", SUNSET - 1, "live deprecated"],
  ["deprecated", SUNSET, "live deprecated retired"],
  ["retired", SUNSET, ""],
];

for (const [from, now, to] of POSSIBLE) {
  test(`a ${from} version ${now < SUNSET ? "before its sunset" : "after its sunset"} can become: ${to || "nothing"}`, () => {
    assert.equal(stateOf(LIVES[from]), from);
    const transitions = transitionsOf(LIVES[from], now);
    const possible = transitions.filter((one) => one.possible).map((one) => one.to);
    assert.equal(possible.join(" "), to);
    for (const one of transitions) if (!one.possible) assert.match(one.reason, /v1 .*\.$/);
  });
}

test("the reason against an early end names the day that clients were given", () => {
  assert.match(reasonAgainst(LIVES.deprecated, "retired", 0) ?? "", /until 2027-06-30/);
});

test("a request without a version is of the live one that became so last, else of what is deprecated", () => {
  const at = (life: VersionLife, when: number): VersionLife => ({
    ...life,
    facts: life.facts.map((fact) => ({ ...fact, at: when })),
  });
  const [one, two] = [at(lifeOf("v1", "live"), 5), at(lifeOf("v2", "live"), 4)];
  assert.equal(currentVersion([two, one, lifeOf("v3")]), "v1");
  assert.equal(currentVersion([lifeOf("v1", "live", "deprecated"), two]), "v2");
  assert.equal(currentVersion([lifeOf("v1", "live", "deprecated"), lifeOf("v2")]), "v1");
  assert.equal(currentVersion([LIVES.retired, lifeOf("v2")]), undefined);
});

test("a version is compared with the one that was made before it", () => {
  const versions = ["v1", "v2", "v3"].map((version, index) => ({ ...lifeOf(version), createdAt: 10 - index }));
  assert.deepEqual(
    ["v3", "v2", "v1", "v9"].map((version) => previousVersion(versions, version)),
    [undefined, "v3", "v2", undefined],
  );
});
