import assert from "node:assert/strict";
import { test } from "node:test";
import { basePathsOf } from "./base-paths.ts";

const TABLE: readonly (readonly [guarantee: string, servers: unknown, paths: readonly string[]])[] = [
  ["the path of an address counts, without scheme and host", [{ url: "https://api.example.com/v1" }], ["/v1"]],
  ["a slash at the end is dropped", [{ url: "https://api.example.com/v1/" }, { url: "/" }], ["/v1"]],
  ["a path alone is a base path", [{ url: "/v2" }], ["/v2"]],
  [
    "an address without a path gives none",
    [{ url: "https://api.example.com" }, { url: "https://api.example.com/" }],
    [],
  ],
  ["query and fragment do not belong to it", [{ url: "https://example.com/v1?a=/b#c" }], ["/v1"]],
  ["a relative address gives none, since its base is unknown", [{ url: "v1/x" }, { url: "./v1" }], []],
  [
    "a variable in the path gives one base path for each value",
    [
      {
        url: "https://{host}/{stage}/v1",
        variables: { stage: { default: "live", enum: ["live", "test"] }, host: { default: "h" } },
      },
    ],
    ["/live/v1", "/test/v1"],
  ],
  ["a variable without values gives none", [{ url: "/{stage}" }], []],
  ["an open brace gives none", [{ url: "/{stage" }], []],
  ["what is no list of servers gives none", { url: "/v1" }, []],
  ["what is no server gives none", [null, 1, "x", {}, { url: 1 }], []],
];

for (const [guarantee, servers, paths] of TABLE) {
  test(guarantee, () => assert.deepEqual(basePathsOf(servers), paths));
}

test("variables multiply to at most a hundred base paths", () => {
  const variable = { enum: Array.from({ length: 50 }, (_, i) => `v${i}`) };
  const servers = [
    { url: "/{a}/{b}/{c}/{d}/{e}", variables: { a: variable, b: variable, c: variable, d: variable, e: variable } },
  ];
  assert.equal(basePathsOf(servers).length, 100);
});
