import { test } from "node:test";
import { throughOtlp } from "./through-otlp.ts";

test("of 5,000 requests that the API tells of through OpenTelemetry each is counted once, for its client, operation and status", async () => {
  await throughOtlp({ requests: 5_000, seed: 6 });
});
