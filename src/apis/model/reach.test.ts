import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceByReach, type WrittenReach } from "./reach.ts";
import { NO_REACH, normalReach, reachColumns, reachOfRow, writtenReach } from "./stored-reach.ts";

const FULL: WrittenReach = {
  records: "log",
  upstream: {
    targets: ["http://10.0.0.5:8080", "https://10.0.0.6/base"],
    versions: { v2: ["http://10.0.0.7:8080"] },
    connectTimeout: "500 ms",
    answerTimeout: "5 s",
    idleTimeout: "10 min",
    retries: 0,
    health: { path: "/healthz", every: "5 s" },
    failOpen: true,
  },
  logs: ["/var/log/nginx/orders.json", { path: "/var/log/caddy/*.log", format: "caddy", client: "field:client" }],
  client: {
    key: ["x-key"],
    jwt: { issuer: "https://login.example.com", audience: "orders", jwks: "https://login.example.com/j", claim: "azp" },
    mtls: "x-client-subject",
    anonymous: true,
  },
};

test("what is said of how requests reach an API is shown as it was said, and read back as the same", () => {
  assert.deepEqual(normalReach(FULL), FULL);
  const nothing = { records: null, upstream: null, logs: null, client: null };
  assert.deepEqual(normalReach({}), nothing);
  const usual: WrittenReach = {
    upstream: { targets: ["http://localhost:8080"], retries: 1, answerTimeout: "30s" },
    client: { key: ["Authorization", "X-API-Key"] },
  };
  assert.deepEqual(normalReach(usual), { ...nothing, upstream: "http://localhost:8080" });
});

test("what is left out stays as it was, and null takes it away", () => {
  const all = reachColumns(FULL, NO_REACH);
  assert.deepEqual(reachColumns({}, all), all);
  const without = reachColumns({ upstream: null }, all);
  assert.deepEqual(writtenReach(without), { ...FULL, upstream: null });
  assert.deepEqual(reachOfRow(reachColumns({ records: null, logs: null, client: null }, without)), {
    records: null,
    upstream: null,
    logs: [],
    client: { key: ["authorization", "x-api-key"], jwt: null, mtls: null, anonymous: false },
  });
});

test("the gateway counts where there is an upstream, then a log; somebody who says so decides", () => {
  const counts = (written: WrittenReach) => sourceByReach(reachOfRow(reachColumns(written, NO_REACH)));
  assert.equal(counts({}), null);
  assert.equal(counts({ logs: ["/var/log/a"] }), "log");
  assert.equal(counts({ logs: ["/var/log/a"], upstream: "http://localhost" }), "gateway");
  assert.equal(counts({ records: "push", upstream: "http://localhost" }), "push");
});
