import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { alertRoutes, readRoutingFile } from "#alerting";
import { Refusal } from "#kernel";
import { Amtool, type Labels } from "./amtool.ts";
import { ROUTED, WRONG } from "./alertmanager-cases.ts";
import { drawnConfig, drawnLabels } from "./drawn-routes.ts";

const TREES = 30;
const ALERTS_EACH = 7;

describe("routes of an alertmanager.yml, as Debian's Alertmanager sees them", () => {
  for (const { name, config, alerts } of ROUTED) {
    test(`${name}: the same receivers in the same order`, () => {
      const amtool = new Amtool(config);
      for (const [labels, expected] of alerts) {
        assert.deepEqual(amtool.receiversOf(labels), expected, `amtool: ${JSON.stringify(labels)}`);
        assert.deepEqual(receiversOf(config, labels), expected, `ours: ${JSON.stringify(labels)}`);
      }
      amtool.remove();
    });
  }

  test("trees that nobody thought of: the same receivers in the same order", (context) => {
    const seed = Number(process.env["PROPERTY_SEED"] ?? Math.floor(performance.timeOrigin % 2 ** 31));
    context.diagnostic(`PROPERTY_SEED=${seed}`);
    const configs = fc.sample(drawnConfig, { seed, numRuns: TREES });
    const alerts = fc.sample(drawnLabels, { seed, numRuns: TREES * ALERTS_EACH });
    let several = 0;
    for (const [at, config] of configs.entries()) {
      const amtool = new Amtool(config);
      for (const labels of alerts.slice(at * ALERTS_EACH, (at + 1) * ALERTS_EACH)) {
        const ours = receiversOf(config, labels);
        assert.deepEqual(ours, amtool.receiversOf(labels), `PROPERTY_SEED=${seed} ${JSON.stringify(labels)} ${config}`);
        several += Number(ours.length > 1 || ours[0] !== "top");
      }
      amtool.remove();
    }
    assert.ok(several > (TREES * ALERTS_EACH) / 4, `only ${several} alerts went anywhere but to the default`);
  });

  for (const { name, config } of WRONG) {
    test(`${name} is refused by both`, () => {
      const amtool = new Amtool(config);
      const refusal = amtool.refusal();
      amtool.remove();
      assert.notEqual(refusal, undefined);
      assert.throws(() => readRoutingFile(config, "alertmanager.yml"), Refusal);
    });
  }
});

function receiversOf(config: string, labels: Labels): string[] {
  const { table } = readRoutingFile(config, "alertmanager.yml");
  return alertRoutes(table, new Map(Object.entries(labels)), null).map(({ receiver }) => receiver);
}
