import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { sceneOf, type SceneSize } from "./scene.testing.ts";
import { OncallSimulation } from "./simulation.testing.ts";

// What is killed here is a process, not a machine: files in memory keep as much, and quicker.
const directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "plimsoll-escalation-"));
after(() => rmSync(directory, { recursive: true }));
let made = 0;

async function played(seed: number, size: SceneSize): Promise<OncallSimulation> {
  const simulation = new OncallSimulation(join(directory, `${made++}.db`), sceneOf(seed, size));
  await simulation.open();
  await simulation.play();
  await simulation.checkPromises();
  await simulation.close();
  return simulation;
}

test("three days from alerts to people, without a kill: nobody is left unpaged, untold of the end, or told twice", async () => {
  const { letters, kills } = await played(1, { days: 3, alerts: 12, killEvery: 0 });
  assert.equal(kills, 0);
  assert.ok(letters.length > 12);
});

test("killed at each 17th transaction, with or without its commit, for minutes or an hour: no promise is broken", async () => {
  const { kills } = await played(2, { days: 2, alerts: 9, killEvery: 17 });
  assert.ok(kills > 10, `${kills} kills`);
});
