import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Attribution, type PlacedApi, placeConflict, placeOf } from "./attribution.ts";

const APIS: readonly PlacedApi[] = [
  { api: "shop", addresses: ["https://api.example.com"] },
  { api: "orders", addresses: ["https://api.example.com/v1/orders", "http://orders.internal:8080/"] },
  { api: "orders-2", addresses: ["https://API.example.com/v2/orders/"] },
];

const TABLE: readonly (readonly [host: string, path: string, api: string | undefined])[] = [
  ["api.example.com", "/", "shop"],
  ["api.example.com", "", "shop"],
  ["api.example.com", "/v1", "shop"],
  ["api.example.com", "/v1/orders", "orders"],
  ["api.example.com", "/v1/orders/", "orders"],
  ["api.example.com", "/v1/orders/17", "orders"],
  ["api.example.com", "/v1/orders-old", "shop"],
  ["api.example.com", "/V1/orders", "shop"],
  ["API.Example.com:443", "/v2/orders/1", "orders-2"],
  ["api.example.com.", "/v2/orders/1", "orders-2"],
  ["api.example.com:8443", "/v2/orders/1", undefined],
  ["orders.internal:8080", "/anything", "orders"],
  ["orders.internal", "/anything", undefined],
  ["", "/", undefined],
  ["api.example.com", "*", "shop"],
  ["constructor", "/__proto__", undefined],
];

for (const [host, path, api] of TABLE) {
  test(`${host}${path} is a request of ${api ?? "nobody"}`, () => {
    assert.equal(new Attribution(APIS).apiAt(host, path), api);
  });
}

const name = fc.constantFrom("a", "b", "ab", "v1", "v10", "__proto__");
const host = fc.constantFrom("h", "g.example", "h:8080");
const path = fc.array(name, { maxLength: 4 }).map((segments) => segments.map((segment) => `/${segment}`).join(""));

test("the longest prefix wins, as if all were compared", () => {
  const placed = fc.uniqueArray(fc.tuple(host, path), { selector: ([h, p]) => h + p, maxLength: 20 });
  fc.assert(
    fc.property(placed, host, path, (places, askedHost, askedPath) => {
      const apis = places.map(([h, p], index) => ({ api: `api-${index}`, addresses: [`https://${h}${p}`] }));
      const fits = places
        .map(([h, p], index) => ({ h, p, api: `api-${index}` }))
        .filter(({ h, p }) => h === askedHost && `${askedPath}/`.startsWith(`${p}/`))
        .toSorted((one, other) => other.p.length - one.p.length);
      assert.equal(new Attribution(apis).apiAt(askedHost, askedPath), fits[0]?.api);
    }),
  );
});

test("two APIs cannot be at one place, whatever way it is written; one API may name its own twice", () => {
  for (const address of ["https://api.example.com/v1/orders/", "http://API.EXAMPLE.com:80/v1/orders"]) {
    const conflict = placeConflict({ api: "other", addresses: ["https://else.example", address] }, APIS);
    assert.deepEqual(conflict, { address, api: "orders" });
    assert.equal(placeConflict({ api: "orders", addresses: [address, address] }, APIS), undefined);
  }
  assert.equal(placeConflict({ api: "other", addresses: ["https://api.example.com/v1"] }, APIS), undefined);
});

test("what is no address has no place", () => {
  for (const text of ["", "orders", "mailto:a@b", "https://"]) assert.equal(placeOf(text), undefined, text);
});

test("a path of a megabyte takes no noticeable time", () => {
  const attribution = new Attribution(APIS);
  const started = performance.now();
  for (let i = 0; i < 100; i++) attribution.apiAt("api.example.com", `/v1/orders${"/a".repeat(500_000)}`);
  assert.ok(performance.now() - started < 1_000);
});
