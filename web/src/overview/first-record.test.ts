import assert from "node:assert/strict";
import { test } from "node:test";
import { nameOfTitle } from "./api-name.ts";
import { curlLine } from "./curl-line.ts";

test("an API's name is made of its title, and is one that the server takes", () => {
  assert.deepEqual(["Orders", "Órdenes & más", "  ", "x".repeat(80)].map(nameOfTitle), [
    "orders",
    "ordenes-mas",
    "",
    "x".repeat(63),
  ]);
});

test("the line to copy is one record of now, with the token where there is one", () => {
  assert.match(curlLine("http://localhost:4747", "orders", undefined), /Bearer INTAKE_TOKEN/);
  assert.match(curlLine("http://localhost:4747", "orders", "plm_x"), /Bearer plm_x[\s\S]*"api":"orders"/);
});
