import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Kpis } from "./kpis.ts";
import { kpisCsv } from "./kpis-csv.ts";

const COUNTS = {
  requests: 3,
  valid: 2,
  good: 1,
  bad: 1,
  excluded: 1,
  throttled: 1,
  clientFaults: 0,
  availability: 0.5,
};
const LATENCY = { p50: 1.5, p90: null, p95: 2, p99: 3, mean: 1.25, bound: 0.0078125 };

function answer(keys: readonly string[]): Kpis {
  const groups = keys.map((key) => ({ key, ...COUNTS, latencyMs: LATENCY, responseBytes: 12 }));
  const series = [{ at: Date.UTC(2026, 4, 17, 10), ...COUNTS, latencyMs: null }];
  return { groups, series } as unknown as Kpis;
}

test("groups and series are one line each, with an empty cell where a figure is null", () => {
  assert.equal(
    kpisCsv(answer(['Acme, "EU"']), "groups"),
    "key,requests,valid,good,bad,excluded,throttled,clientFaults,availability,p50Ms,p90Ms,p95Ms,p99Ms,meanMs,responseBytes\r\n" +
      '"Acme, ""EU""",3,2,1,1,1,1,0,0.5,1.5,,2,3,1.25,12\r\n',
  );
  assert.equal(kpisCsv(answer([]), "series").split("\r\n")[1], "2026-05-17T10:00:00Z,3,2,1,1,1,1,0,0.5,,,,,");
});

test("no cell begins as a formula, whatever a client is named, and no name leaves its line", () => {
  const headLength = kpisCsv(answer([]), "groups").length;
  for (const name of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"]) {
    assert.match(kpisCsv(answer([name]), "groups").slice(headLength), /^"?'/, name);
  }
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("=", "-", "＝", "a", " ", "\t", "\r", "\n", '"', ",", "é") }),
      (name) => {
        const line = kpisCsv(answer([name]), "groups").slice(headLength);
        const quoted = /^"((?:[^"]|"")*)",/.exec(line)?.[1]?.replaceAll('""', '"');
        const plain = line.slice(0, line.indexOf(","));
        assert.equal((quoted ?? plain).replace(/^'(?=\s*[=+\-@\t\r＝＋－＠])/u, ""), name);
      },
    ),
  );
});
