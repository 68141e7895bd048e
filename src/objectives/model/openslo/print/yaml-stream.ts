import { Document, isScalar, Scalar, visit } from "yaml";
import { plainScalar } from "../plain-scalar.ts";

/** Texts that no reader of YAML takes for anything else. */
const PLAIN = /^[A-Za-z0-9](?:[A-Za-z0-9 _./-]*[A-Za-z0-9])?$/;
const UNSAFE = /[\u007f-\u009f\u2028\u2029\ufeff]/g;

/** Documents as one YAML stream. Texts that YAML 1.1 or 1.2 would read as something else are quoted. */
export function yamlStream(documents: readonly unknown[]): string {
  return documents.map((one) => documentText(one)).join("---\n");
}

function documentText(data: unknown): string {
  const document = new Document(data, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === "string" && !isPlain(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
    Pair(_, pair) {
      if (isScalar(pair.key) && typeof pair.key.value === "string" && !isPlain(pair.key.value)) {
        pair.key.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  // Only quoted texts have such characters, and readers refuse or change them.
  return document
    .toString({ lineWidth: 0 })
    .replaceAll(UNSAFE, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function isPlain(text: string): boolean {
  if (!PLAIN.test(text)) return false;
  const read = plainScalar(text);
  return read !== "not-finite" && read.is === "text";
}
