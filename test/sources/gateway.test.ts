import { test } from "node:test";
import { assertCounted } from "./assert-counted.ts";
import { type FirstApi, gatewayUrl, withFirstApi } from "./first-api-server.ts";
import { sendKnown } from "./known-traffic.ts";

test("of 5,000 requests through the gateway each is counted once, for its client, operation and status", async () => {
  const reach = {
    reach: ({ server, upstream }: FirstApi) => [`at: ${gatewayUrl(server)}/shop`, `upstream: ${upstream}`],
  };
  await withFirstApi(reach, async ({ server }) => {
    const truth = await sendKnown({ base: `${gatewayUrl(server)}/shop`, requests: 5_000, seed: 1 });
    await assertCounted(server, "orders", truth);
  });
});
