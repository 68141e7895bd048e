import { createHash, randomBytes } from "node:crypto";
import { SteadyClock, stopwatchMs, wallClockMs } from "../../src/kernel/index.ts";
import { type Access, Gateway, type GatewayRecord } from "../../src/gateway/index.ts";

/** A gateway in front of argv[2], with the keys that `bench/gateway.ts` gives to nginx as a map; prints its port. */
const KEYS = 1_000;
const upstream = process.argv[2] ?? "";
const clients = new Map<string, { client: string; left: number; at: number }>();
for (let i = 0; i < KEYS; i++) clients.set(sha256(`key-${i}`), { client: `client-${i}`, left: 1e9, at: 0 });

const known = new Map<string, string>();
const access: Access = {
  decide(asked) {
    const key = asked.header("x-api-key") ?? "";
    let digest = known.get(key);
    if (digest === undefined) known.set(key, (digest = sha256(key)));
    const found = clients.get(digest);
    const base = { api: "orders", version: "v1", environment: "production", plan: "gold" };
    if (found === undefined || found.left < 1) {
      return {
        ...base,
        admitted: false,
        status: found === undefined ? 401 : 429,
        code: "key.unknown",
        detail: "No.",
        outcome: found === undefined ? "unauthenticated" : "throttled",
        client: null,
        headers: [],
      };
    }
    found.left -= 1;
    return {
      ...base,
      admitted: true,
      client: found.client,
      clientId: "cli_1",
      organisation: "acme",
      forwardPath: asked.path,
      headers: ["RateLimit", `"default";r=${found.left};t=1`, "RateLimit-Policy", '"default";q=100;w=1'],
    };
  },
};

let records: GatewayRecord[] = [];
const clock = new SteadyClock({ wallMs: wallClockMs, steadyMs: stopwatchMs });
const gateway = new Gateway({
  access,
  sink: {
    add(record) {
      records.push(record);
      if (records.length > 1_000) records = [];
    },
  },
  now: () => clock.now(),
  stopwatch: stopwatchMs,
  entropy: randomBytes,
  report: (fault) => console.error(fault),
  settings: { trustedProxies: [], bodyBytesMax: 1e8, encodedSlashes: "refuse" },
});
gateway.use(
  new Map([
    [
      "orders",
      {
        targets: [upstream],
        versions: {},
        connectMs: 2_000,
        answerMs: 30_000,
        idleMs: 60_000,
        retries: 1,
        health: null,
        failOpen: false,
      },
    ],
  ]),
);
console.log(await gateway.listen({ host: "127.0.0.1", port: 0 }));

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
