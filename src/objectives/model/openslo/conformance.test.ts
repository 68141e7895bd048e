import assert from "node:assert/strict";
import { test } from "node:test";
import { stringify } from "yaml";
import { conformanceCases } from "./conformance-cases.testing.ts";
import { validateOpenSlo } from "./validate.ts";

const CASES = conformanceCases();

function errorsOf(text: string, strict: boolean): string[] {
  const { documents } = validateOpenSlo([{ file: "case", text }], strict);
  return documents.flatMap(({ errors }) => errors.map(({ path, code }) => `${path} ${code}`)).toSorted();
}

test("there are many hundred cases, valid and invalid ones", () => {
  assert.ok(CASES.length > 1_000, `${CASES.length}`);
  const valid = CASES.filter(({ strict }) => strict.length === 0).length;
  assert.ok(valid > 300 && valid < CASES.length - 300, `${valid} of ${CASES.length} are valid`);
});

for (const { strict, form, print } of [
  { strict: true, form: "JSON", print: (document: unknown) => JSON.stringify(document) },
  { strict: false, form: "JSON", print: (document: unknown) => JSON.stringify(document, null, "\t") },
  { strict: true, form: "YAML", print: (document: unknown) => stringify(document, { version: "1.1" }) },
]) {
  test(`each broken rule is told by its path and code, and nothing else is (${form}, ${strict ? "strict" : "lenient"})`, () => {
    const wrong = CASES.flatMap((one) => {
      const found = errorsOf(print(one.document), strict);
      const expected = (strict ? one.strict : one.lenient).toSorted();
      return found.join() === expected.join()
        ? []
        : [`${one.name}\n  found    ${found.join(", ")}\n  expected ${expected.join(", ")}`];
    });
    assert.equal(wrong.length, 0, `${wrong.length} differ:\n${wrong.slice(0, 40).join("\n")}`);
  });
}
