import { test } from "node:test";
import { throughGateway } from "./through-gateway.ts";

test("of 5,000 requests through the gateway each is counted once, for its client, operation and status", async () => {
  await throughGateway({ requests: 5_000, seed: 1 });
});
