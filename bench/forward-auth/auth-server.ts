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
local asked = {}
local n = 0
-- Made beforehand: wrk has to ask faster than it is answered.
init = function()
  for i, key in ipairs(keys) do
    asked[i] = wrk.format("GET", nil, {
      ["X-Original-Method"] = "GET", ["X-Original-URI"] = "/orders/17?full=1", ["X-Original-Host"] = "api.example.com",
      ["X-Api-Key"] = key
    })
  end
end
request = function()
  n = n % #asked + 1
  return asked[n]
end
`,
);
process.stdout.write(`${await listener.listen({ host: "127.0.0.1", port: 0 })}\n`);
