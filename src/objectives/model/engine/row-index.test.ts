import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { RowIndex } from "./row-index.ts";

test("a row index finds what a map would, whatever the clients", () => {
  const clients = fc.uniqueArray(fc.oneof(fc.nat(40), fc.nat(100_000), fc.constant(0x7fff_fffe)), { maxLength: 300 });
  fc.assert(
    fc.property(clients, fc.array(fc.nat(100_000)), (known, asked) => {
      const index = new RowIndex();
      const oracle = new Map<number, number>();
      known.forEach((client, row) => {
        assert.equal(index.find(client), -1);
        index.add(client, row);
        oracle.set(client, row);
      });
      for (const client of [...known, ...asked]) assert.equal(index.find(client), oracle.get(client) ?? -1);
      assert.equal(index.size, oracle.size);
    }),
  );
});
