import assert from "node:assert/strict";
import { test } from "node:test";
import { stringify } from "yaml";
import { documentOf, policySlo, sloSpec, WHOLE } from "./conformance-parts.testing.ts";
import { validateOpenSlo } from "./validate.ts";

const verdict = (text: string, strict = false, file = "a.yaml") => validateOpenSlo([{ file, text }], strict);
const told = (text: string, strict = false) => {
  const [first] = verdict(text, strict).documents;
  return { errors: first?.errors ?? [], warnings: first?.warnings ?? [] };
};
const ORDERS = "apiVersion: openslo/v1\nkind: Service\nmetadata:\n  name: orders\n";

test("a finding has the line and column of its key, and says what was found and what to do", () => {
  const { errors } = told(`${ORDERS}  dispalyName: x\nspec:\n  description: 5\n`, true);
  assert.deepEqual(
    errors.map(({ line, column, path }) => `${line}:${column} ${path}`),
    ["5:3 metadata.dispalyName", "7:3 spec.description"],
  );
  assert.match(errors[0]?.message ?? "", /"dispalyName" is no key of metadata.*Did you mean "displayName"\?/);
  assert.match(errors[1]?.message ?? "", /"description" is the number 5: it must be a text/);
});

test("what is missing is told where the part that lacks it begins", () => {
  const { errors } = told("apiVersion: openslo/v1\nkind: SLI\nmetadata:\n  displayName: x\nspec:\n  description: y\n");
  assert.deepEqual(
    errors.map(({ line, column, path, code }) => `${line}:${column} ${path} ${code}`),
    ["3:1 metadata.name required", "5:1 spec mutually_exclusive"],
  );
});

test("what the specification allows and the SDK refuses is a warning, which says so, and an error under --strict", () => {
  const text = ORDERS.replace("orders", "Orders");
  assert.equal(verdict(text).valid, true);
  assert.match(
    told(text).warnings[0]?.message ?? "",
    /A rule of the reference SDK; the specification does not ask for it/,
  );
  assert.equal(verdict(text, true).valid, false);
});

test("what the SDK allows and the specification refuses is a warning, strict or not", () => {
  const text = stringify(documentOf("SLO", sloSpec({ objectives: [] })));
  for (const strict of [false, true]) {
    assert.equal(verdict(text, strict).valid, true);
    assert.ok(told(text, strict).warnings.some(({ path }) => path === "spec.objectives"));
  }
});

for (const { window, says } of [
  { window: { duration: "1M", isRolling: true }, says: /a month counts as 30 days/ },
  { window: { duration: "1m", isRolling: true }, says: /m is a minute and M is a month/ },
]) {
  test(`a rolling window of ${window.duration} is pointed out`, () => {
    const { warnings } = told(stringify(documentOf("SLO", sloSpec({ timeWindow: [window] }))), true);
    assert.ok(
      warnings.some(({ message }) => says.test(message)),
      JSON.stringify(warnings),
    );
  });
}

test("a unit in the wrong case names the one that was meant", () => {
  const text = stringify(documentOf("SLO", sloSpec({ timeWindow: [{ duration: "30D", isRolling: true }] })));
  assert.match(told(text).errors[0]?.message ?? "", /did you mean 30d, 30 days\?/);
});

test("keys in another case are read, as the reference SDK reads them, and told", () => {
  const text = ORDERS.replace("metadata", "Metadata").replace("name", "NAME");
  assert.equal(verdict(text, true).valid, true);
  assert.deepEqual(
    told(text, true).warnings.map(({ code }) => code),
    ["key_case", "key_case"],
  );
  assert.equal(verdict(`${ORDERS}  Name: x\n`, true).valid, false);
});

test("other versions and kinds are refused by name", () => {
  assert.match(told(ORDERS.replace("v1", "v1alpha")).errors[0]?.message ?? "", /only openslo\/v1 is read/);
  assert.match(told(ORDERS.replace("Service", "Servce")).errors[0]?.message ?? "", /did you mean Service\?/);
});

test("a text without a document is not valid", () => {
  assert.deepEqual(
    told("# nothing\n").errors.map(({ code }) => code),
    ["no_documents"],
  );
});

test("a .json file has to be JSON", () => {
  assert.equal(verdict(JSON.stringify(WHOLE["SLO"]?.()), true, "a.json").valid, true);
  const [first] = verdict('{\n  "a": 1,\n}\n', true, "a.json").documents;
  assert.deepEqual(
    first?.errors.map(({ code, line }) => `${code} ${line}`),
    ["syntax 3"],
  );
});

test("a valid document comes back as plain typed parts, numbers with their digits", () => {
  const [slo] = verdict(stringify(documentOf("SLO", sloSpec({ objectives: [{ target: 0.9995 }] })))).read.map(
    ({ document }) => document,
  );
  assert.ok(slo?.kind === "SLO");
  assert.equal(slo.spec.objectives?.[0]?.target?.text, "0.9995");
  assert.deepEqual(slo.spec.timeWindow?.[0]?.duration, { count: 28, unit: "d" });
  assert.deepEqual(slo.spec.indicator?.spec.ratioMetric?.good?.metricSource.spec, { query: "good" });
});

test("references are followed through all texts, and those that lead nowhere are warnings at their place", () => {
  const slo = stringify(documentOf("SLO", policySlo()));
  const dangling = (texts: readonly string[]) =>
    validateOpenSlo(
      texts.map((text, index) => ({ file: `${index}.yaml`, text })),
      true,
    ).documents.flatMap(({ warnings }) =>
      warnings.filter(({ code }) => code === "dangling_reference").map(({ path }) => path),
    );
  assert.deepEqual(dangling([slo]), ["spec.alertPolicies[1].alertPolicyRef"]);
  const policy = stringify(
    documentOf(
      "AlertPolicy",
      { conditions: [{ conditionRef: "burn" }], notificationTargets: [{ targetRef: "mail" }] },
      { name: "tickets" },
    ),
  );
  assert.deepEqual(dangling([slo, policy]), [
    "spec.conditions[0].conditionRef",
    "spec.notificationTargets[0].targetRef",
  ]);
  assert.deepEqual(dangling([slo, policy, ORDERS.replace("orders", "other")]).slice(0, 1), ["spec.service"]);
});

test("two documents of one kind and name are told, and stay valid", () => {
  const { valid, documents } = verdict(`${ORDERS}---\n${ORDERS}`, true);
  assert.equal(valid, true);
  assert.deepEqual(
    documents.map(({ warnings }) => warnings.map(({ code, line }) => `${code} ${line}`)),
    [[], ["duplicate_name 9"]],
  );
});

test("findings of one document have a limit, which is told", () => {
  const keys = Array.from({ length: 5_000 }, (_, index) => `  key${index}: 1\n`).join("");
  const { errors } = told(`${ORDERS}spec:\n${keys}`, true);
  assert.equal(errors.length, 201);
  assert.equal(errors.at(-1)?.code, "too_many_findings");
});
