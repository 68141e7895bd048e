import { optional, type PartOf, required } from "./field.ts";
import { ANNOTATIONS, LABELS, TEXT } from "./field-types.ts";
import type { Breach, PartRule } from "./rule.ts";
import { Shape } from "./shape.ts";
import { maxLength, NAME_RULES } from "./text-rules.ts";
import { shortened } from "./value.ts";

const LABEL_KEY = /^[a-zA-Z0-9](?:[-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;
const ANNOTATION_LENGTHS = /^(?:.{0,253}\/)?.{0,63}$/;
const ANNOTATION_KEY =
  /^(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*\/)?[a-zA-Z0-9](?:[-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;

const FIELDS = {
  name: required(TEXT, NAME_RULES),
  displayName: optional(TEXT, [maxLength(63, "sdk")]),
  labels: optional(LABELS),
  annotations: optional(ANNOTATIONS),
};

type MetadataDraft = Partial<PartOf<typeof FIELDS>>;

const LABEL_RULE: PartRule<MetadataDraft> = {
  path: "labels.*",
  code: "string_match_regexp",
  origin: "both",
  says: "a key has 1 to 63 letters, digits and - . _ between, and begins and ends with a letter or digit",
  remedy: 'Rename it, for example "team" or "cost-centre".',
  breaches: ({ labels }) => keyBreaches("labels", labels, (key) => LABEL_KEY.test(key)),
};

const ANNOTATION_RULE: PartRule<MetadataDraft> = {
  path: "annotations.*",
  code: "string_match_regexp",
  origin: "both",
  says:
    "a key is a name (1 to 63 letters, digits and - . _ between), after a DNS subdomain of at most 253 characters " +
    "and a slash if it has one",
  remedy: 'Rename it, for example "example.com/dashboard".',
  breaches: ({ annotations }) =>
    keyBreaches("annotations", annotations, (key) => ANNOTATION_LENGTHS.test(key) && ANNOTATION_KEY.test(key)),
};

function keyBreaches(
  field: string,
  map: ReadonlyMap<string, unknown> | undefined,
  isProper: (key: string) => boolean,
): readonly Breach[] {
  return [...(map?.keys() ?? [])]
    .filter((key) => !isProper(key))
    .map((key) => ({ at: [field, key], found: `the key "${shortened(key)}" has another form` }));
}

/** Name, display name, labels and annotations. */
export const METADATA = new Shape("metadata", FIELDS, [LABEL_RULE, ANNOTATION_RULE]);
