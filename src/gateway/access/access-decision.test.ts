import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS } from "#kernel";
import type { Verdict } from "../model/access.ts";
import type { SnapshotApi } from "../model/snapshot.ts";
import {
  asked,
  AT,
  FREE,
  headersOf,
  LIVE_VERSION,
  openDecision,
  ORDERS,
  RULES,
  SUBSCRIBED,
  told,
} from "./access.testing.ts";

function sync(verdict: Verdict | Promise<Verdict>): Verdict {
  assert.ok(!(verdict instanceof Promise));
  return verdict;
}

test("a client with a key and a plan passes, and it is told who it is and where the request goes", () => {
  const { decision, key } = openDecision();
  for (const headers of [{ "x-api-key": key.text }, { authorization: `Bearer ${key.text}` }]) {
    const verdict = sync(decision.decide(asked(headers)));
    assert.deepEqual(verdict, {
      admitted: true,
      api: "orders",
      version: null,
      environment: "production",
      client: "acme-shop",
      clientId: "cli_1",
      organisation: "acme",
      plan: "free",
      forwardPath: "/17",
      headers: [],
    });
  }
});

test("who shows no key, a wrong one or two is refused, and a stranger cannot tell a revoked key from one that never was", () => {
  const { decision, key, give, put } = openDecision();
  const revoked = give({ revoked_at: AT - 1 });
  const expired = give({ expires_at: AT - 1 });
  const of = (value: string): string => told(sync(decision.decide(asked({ "x-api-key": value }))));
  const guess = (text: string): string => text.slice(0, -20) + "x".repeat(20);
  assert.equal(told(sync(decision.decide(asked()))), "401 key.missing");
  assert.equal(of(give({ sha256: "00".repeat(32) }).text), "401 key.unknown");
  assert.equal(of(revoked.text), "401 key.revoked");
  assert.equal(of(expired.text), "401 key.expired");
  const answers = [guess(revoked.text), guess(key.text), "plm_live_0", "anything"].map((text) =>
    sync(decision.decide(asked({ "x-api-key": text }))),
  );
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  const two = asked({ "x-api-key": key.text, authorization: `Bearer ${revoked.text}` });
  assert.equal(told(sync(decision.decide(two))), "400 key.several");
  assert.equal(of(`${key.text}, ${key.text}`), "401 key.unknown");
  put({ ...key.row, revoked_at: AT });
  assert.equal(of(key.text), "401 key.revoked", "at once");
});

test("a key in the address is refused wherever it stands and however it is written, and the answer does not repeat it", () => {
  const { decision, key } = openDecision();
  const encoded = [...key.text].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join("");
  for (const query of [`k=${key.text}`, `api_key=secret`, `a=1&Access_Token=x`, `q=${encoded}`, `${key.text}=1`]) {
    const verdict = sync(decision.decide(asked({ "x-api-key": key.text }, { query })));
    assert.equal(told(verdict), "400 key.in-query", query);
    assert.ok(!JSON.stringify(verdict).includes(key.text));
  }
  for (const query of ["", "key=colour", "token=", "monkey=1", "q=plm"]) {
    assert.equal(told(sync(decision.decide(asked({ "x-api-key": key.text }, { query })))), "200", query);
  }
});

test("a path that two programs could read as two paths is refused before anybody looks whose it is", () => {
  const { decision, key } = openDecision();
  const of = (path: string): string => told(sync(decision.decide(asked({ "x-api-key": key.text }, { path }))));
  for (const path of [
    "/orders/../admin",
    "/orders/%2e%2e/admin",
    "/orders/.%2e/admin",
    "/orders/..;/admin",
    "/orders/..",
    "/orders//17",
    "//orders/17",
    "/orders%2f17",
    "/orders/%5c17",
    "/orders\\17",
    "/%6frders/17",
    "/orders/%00",
    "/orders/%zz",
    "/orders/ä",
    "orders/17",
  ]) {
    assert.equal(of(path), "400 path.ambiguous", path);
  }
  assert.deepEqual(
    [of("/orders/a%20b"), of("/orders/%C3%A4"), of("/orders/.well-known"), of("/orders")],
    Array(4).fill("200"),
  );
  assert.deepEqual([of("/ordersx"), of("/other")], ["404 api.unknown", "404 api.unknown"]);
});

test("each state of a subscription is told with what to do, and whatever is changed holds from the next request on", () => {
  const { decision, key } = openDecision();
  const states = ["requested", "active", "suspended", "ended"] as const;
  const answers = states.map((state) => {
    decision.follow({ ...RULES, subscriptions: [{ ...SUBSCRIBED, state }] });
    return told(sync(decision.decide(asked({ "x-api-key": key.text }))));
  });
  decision.follow({ ...RULES, subscriptions: [] });
  answers.push(told(sync(decision.decide(asked({ "x-api-key": key.text })))));
  assert.deepEqual(answers, [
    "403 subscription.requested",
    "200",
    "403 subscription.suspended",
    "403 subscription.ended",
    "403 subscription.missing",
  ]);
});

test("a version is taken from the header, the path, the environment or what is current; drafts and retired ones are refused", () => {
  const versions = [
    { ...LIVE_VERSION, version: "v1", state: "retired" as const, successor: "v2" },
    {
      ...LIVE_VERSION,
      version: "v2",
      state: "deprecated" as const,
      deprecatedAt: AT - DAY_MS,
      sunsetAt: AT + DAY_MS,
      successor: "v3",
    },
    { ...LIVE_VERSION, version: "v3" },
    { ...LIVE_VERSION, version: "v4", state: "draft" as const },
  ];
  const environments = [{ environment: "sandbox", address: "https://sandbox.example.com", version: "v4" }];
  const { decision, key, give } = openDecision({ apis: [{ ...ORDERS, versions, current: "v3", environments }] });
  const sandbox = give({ environment: "sandbox" });
  const of = (path: string, headers = {}): Verdict =>
    sync(decision.decide(asked({ "x-api-key": key.text, ...headers }, { path })));
  assert.equal(of("/orders/17").version, "v3");
  assert.equal(of("/orders/v2/17").version, "v2");
  assert.equal(of("/orders/17", { "api-version": "v2" }).version, "v2");
  assert.equal(told(of("/orders/v1/17")), "410 version.retired");
  assert.equal(told(of("/orders/v4/17")), "404 version.draft");
  assert.equal(told(of("/orders/17", { "api-version": "v9" })), "404 version.unknown");
  assert.deepEqual(headersOf(of("/orders/v2/17")), {
    Deprecation: `@${(AT - DAY_MS) / 1_000}`,
    Sunset: "Sat, 16 May 2026 09:00:00 GMT",
    Link: '</orders/v3>; rel="successor-version"',
  });
  const there = asked({ "x-api-key": sandbox.text }, { host: "sandbox.example.com", path: "/17" });
  const tried = sync(decision.decide(there));
  assert.deepEqual([tried.version, tried.environment], ["v4", "sandbox"]);
  assert.equal(told(of("/orders/17", { "x-api-key": sandbox.text })), "403 key.environment");
  const wrong = asked({ "x-api-key": key.text }, { host: "sandbox.example.com", path: "/17" });
  assert.equal(told(sync(decision.decide(wrong))), "403 key.environment");
});

test("a plan opens the operations that it names, by the document where there is one, and no others", () => {
  const operations = [
    { method: "GET", path: "/orders/{id}" },
    { method: "GET", path: "/orders/export" },
  ];
  const plans = [{ ...FREE, operations: ["GET /orders/{id}"] }];
  const at = (api: Partial<SnapshotApi>, path: string, method = "GET"): string => {
    const { decision, key } = openDecision({
      plans,
      apis: [{ ...ORDERS, addresses: ["https://api.example.com"], ...api }],
    });
    return told(sync(decision.decide(asked({ "x-api-key": key.text }, { path, method }))));
  };
  const documented = { versions: [{ ...LIVE_VERSION, operations }], current: "v1" };
  assert.equal(at(documented, "/orders/17"), "200");
  assert.equal(at(documented, "/v1/orders/17"), "200");
  assert.equal(at(documented, "/orders/export"), "403 plan.operation");
  assert.equal(at(documented, "/orders/17", "DELETE"), "403 plan.operation");
  assert.equal(at({}, "/orders/17"), "200");
  assert.equal(at({}, "/customers/17"), "403 plan.operation");
});

test("requests without any identity pass where the API lets them, as nobody's, and a wrong key does not", () => {
  const { decision } = openDecision({ apis: [{ ...ORDERS, client: { ...ORDERS.client, anonymous: true } }] });
  assert.deepEqual(sync(decision.decide(asked())).client, null);
  assert.equal(told(sync(decision.decide(asked()))), "200");
  assert.equal(told(sync(decision.decide(asked({ "x-api-key": "nobody's" })))), "401 key.unknown");
});

test("the subject of a certificate is believed from a proxy of ours and from nobody else", () => {
  const apis = [{ ...ORDERS, client: { ...ORDERS.client, mtls: "x-client-subject" } }];
  const { decision } = openDecision({ apis }, ["10.0.0.1"]);
  const of = (subject: string, ip: string): string =>
    told(sync(decision.decide(asked({ "x-client-subject": subject }, { ip }))));
  assert.equal(of("CN=acme-shop,O=Acme", "10.0.0.1"), "200");
  assert.equal(of("/O=Acme/CN=acme-shop", "10.0.0.1"), "200");
  assert.equal(of("acme-shop", "10.0.0.1"), "200");
  assert.equal(of("CN=acme-shop", "192.0.2.7"), "401 key.missing");
  assert.equal(of("CN=other", "10.0.0.1"), "401 client.unknown");
  assert.equal(of("CN=other,CN=acme-shop", "10.0.0.1"), "401 client.unknown");
});
