import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { PROXIES, type ProxyName } from "./proxies.ts";
import { proxiedApi } from "./proxied.ts";

const ORDERS = {
  api: "orders",
  at: "https://api.example.com/orders",
  upstream: { targets: ["http://10.0.0.5:8080/inner"], failOpen: true },
  client: null,
};
const SETTING = { apis: [proxiedApi(ORDERS)], auth: "127.0.0.1:4749", port: 80, logs: "/var/log/plimsoll" };

test("what is written for Envoy and Traefik is YAML, and names the API, where it is and whom to ask", () => {
  for (const proxy of ["envoy", "traefik"] as const satisfies readonly ProxyName[]) {
    const texts = PROXIES[proxy](SETTING).map(({ text }) => JSON.stringify(parse(text)));
    for (const part of ["orders", "api.example.com", "10.0.0.5", "/inner", "127.0.0.1", "4749"]) {
      assert.ok(texts.join("").includes(part), `${proxy}: ${part}`);
    }
  }
});

test("an address that means something to a proxy is refused, and so is an API without one", () => {
  for (const at of ["https://api.example.com/$uri", "https://api.example.com/a;b", null]) {
    assert.throws(() => proxiedApi({ ...ORDERS, at }), { name: "Refusal" });
  }
  assert.throws(() => proxiedApi({ ...ORDERS, upstream: "http://10.0.0.5/;x" }), { name: "Refusal" });
});
