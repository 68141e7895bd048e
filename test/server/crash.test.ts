import assert from "node:assert/strict";
import { test } from "node:test";
import { crashRounds } from "./crash-rounds.ts";
import { inTemporaryDirectory } from "./running-server.ts";

const ROUNDS = 4;

test("killed at random moments under load and between snapshots, no acknowledged record is lost, and none is counted twice", async () => {
  await inTemporaryDirectory(async (directory) => {
    const figures = await crashRounds(directory, { rounds: ROUNDS, seed: 20_261_127 });
    assert.equal(figures.rounds, ROUNDS);
    assert(figures.acknowledged > 0 && figures.ticks > 0);
  });
});
