import { test } from "node:test";
import { followDay } from "./follow-day.ts";

test("of a day's log that is rotated twenty times while it is followed each line is counted once", async () => {
  await followDay({ lines: 50_000, rotations: 20, seed: 1 });
});
