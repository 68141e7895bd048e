import { writeFileSync } from "node:fs";
import { AuthListener } from "../../src/app/gateway/auth-listener.ts";
import { decisionUnderLoad } from "./decision-under-load.ts";

/** The listener that proxies ask, in a process of its own: prints its port, and writes what wrk asks it. */
const [, , clients = "10000", script = ""] = process.argv;
const { decision, keys } = decisionUnderLoad(Number(clients));
const listener = new AuthListener({
  access: { decision, tokens: { handle: () => Promise.resolve() } },
  clock: { now: () => Date.now() },
  report: (fault) => process.stderr.write(`${String(fault)}\n`),
});
const names = keys.slice(0, 1_000).map((key) => `"${key}"`);
writeFileSync(
  script,
  `local keys = { ${names.join(",")} }
local n = 0
request = function()
  n = n % #keys + 1
  return wrk.format("GET", nil, {
    ["X-Original-Method"] = "GET", ["X-Original-URI"] = "/orders/17?full=1", ["X-Original-Host"] = "api.example.com",
    ["X-Api-Key"] = keys[n]
  })
end
`,
);
process.stdout.write(`${await listener.listen({ host: "127.0.0.1", port: 0 })}\n`);
