import { test } from "node:test";
import { throughGatewayProcess } from "./through-gateway-process.ts";

test("of 5,000 requests through a gateway of its own each is counted once, for its client, operation and status", async () => {
  await throughGatewayProcess({ requests: 5_000, seed: 2 });
});
