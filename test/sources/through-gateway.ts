import { assertCounted } from "./assert-counted.ts";
import { assertThrottled } from "./assert-throttled.ts";
import { type FirstApi, gatewayUrl, withFirstApi } from "./first-api-server.ts";
import { type KnownRun, sendKnown } from "./known-traffic.ts";

/** Known requests through the server's own gateway; it fails unless each is counted once as its client saw it. */
export async function throughGateway(run: KnownRun): Promise<void> {
  await withFirstApi({ reach }, async ({ server }) => {
    const truth = await sendKnown({ base: `${gatewayUrl(server)}/shop`, ...run });
    assertThrottled(truth);
    await assertCounted(server, "orders", truth);
  });
}

function reach({ server, upstream }: FirstApi): string[] {
  return [`at: ${gatewayUrl(server)}/shop`, `upstream: ${upstream}`];
}
