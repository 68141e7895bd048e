import assert from "node:assert/strict";
import { test } from "node:test";
import { Lookalikes } from "./lookalikes.ts";

const known = new Lookalikes([
  { name: "acme-shop", client: "acme-shop" },
  { name: "Till of Acme", client: "acme-till" },
  { name: "ab", client: "short" },
]);

test("an observed name looks like a client by its letters, whatever the case, the separators and a version say", () => {
  for (const name of ["Acme_Shop/2.1.0", "ACMESHOP", "acme shop", "acme.shop-17", "ａｃｍｅ-shop"]) {
    assert.equal(known.of(name), "acme-shop", name);
  }
  assert.equal(known.of("TillOfAcme/3"), "acme-till");
});

test("one letter more, less or other, or two that changed places, is alike; two are not", () => {
  for (const name of ["acmeshopp", "cmeshop", "acmesh0p", "amceshop", "xacmeshop"]) {
    assert.equal(known.of(name), "acme-shop", name);
  }
  for (const name of ["acmestop2x", "bcmeshox", "shop", "acme", "ab", "a", "", "—", "curl/8.1"]) {
    assert.equal(known.of(name), undefined, name);
  }
});

test("no name makes the comparison slow", () => {
  const many = new Lookalikes(
    Array.from({ length: 10_000 }, (_, n) => ({ name: `${"a".repeat(60)}${n}x`, client: `c-${n}` })),
  );
  const began = performance.now();
  for (let n = 0; n < 20; n++) many.of(`${"a".repeat(100_000)}${n}`);
  assert.ok(performance.now() - began < 2_000);
});
