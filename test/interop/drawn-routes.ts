import fc from "fast-check";
import type { Labels } from "./amtool.ts";

const LABELS = ["team", "severity", "api"] as const;
const VALUES = ["", "a", "ab", "b", "page", "Page", "db-1", "a b", "é", "x.y"] as const;

const label = fc.constantFrom(...LABELS);
const value = fc.constantFrom(...VALUES);
const piece = fc.constantFrom(
  "a",
  "b",
  "page",
  ".",
  ".*",
  ".+",
  "[a-d]+",
  "[^a]*",
  "(?:a|b)+",
  "(?i)page",
  "db-\\d",
  "\\w*",
  "x\\.y",
  "\\pL",
  "a{1,2}",
);
const regular = fc
  .array(fc.array(piece, { maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .map((ways) => ways.map((way) => way.join("")).join("|"));

/** One matcher in the ways in which people write it; a regular expression's backslashes are one letter or two. */
const matcher = fc
  .record({
    label,
    operator: fc.constantFrom("=", "!=", "=~", "!~"),
    value,
    regular,
    space: fc.constantFrom("", " "),
    quoted: fc.boolean(),
  })
  .map((drawn) => {
    const { operator, space, quoted } = drawn;
    const written = operator.endsWith("~") ? drawn.regular : drawn.value;
    const shown = quoted || /[,{}"]/.test(written) ? `"${written}"` : written;
    return `${drawn.label}${space}${operator}${space}${shown}`;
  });
const matchers = fc.oneof(
  fc.array(matcher, { maxLength: 2 }),
  fc.array(matcher, { minLength: 1, maxLength: 2 }).map((all) => [`{${all.join(", ")}}`]),
);

interface Drawn {
  readonly match?: Labels;
  readonly match_re?: Labels;
  readonly matchers?: readonly string[];
  readonly continue?: boolean;
  readonly receiver?: string;
  readonly routes?: readonly Drawn[];
}

const { route } = fc.letrec<{ route: Drawn }>((tie) => ({
  route: fc.record(
    {
      match: fc.dictionary(label, value, { maxKeys: 1 }),
      match_re: fc.dictionary(label, regular, { maxKeys: 1 }),
      matchers,
      continue: fc.boolean(),
      receiver: fc.constantFrom("", "named"),
      routes: fc.array(tie("route"), { maxLength: 4, depthIdentifier: "routes" }),
    },
    { requiredKeys: [] },
  ),
}));

/** An alertmanager.yml, as JSON, which is YAML. Each route that names a receiver has one of its own, so that ways differ. */
export const drawnConfig: fc.Arbitrary<string> = fc.array(route, { minLength: 2, maxLength: 6 }).map((routes) => {
  const names: string[] = ["top"];
  const named = (drawn: Drawn): Drawn => {
    const own = drawn.receiver === "named" ? { receiver: `r${names.push("") - 1}` } : {};
    if (own.receiver !== undefined) names[names.length - 1] = own.receiver;
    return { ...drawn, receiver: own.receiver ?? "", routes: (drawn.routes ?? []).map(named) };
  };
  const tree = { receiver: "top", routes: routes.map(named) };
  return JSON.stringify({ route: tree, receivers: names.map((name) => ({ name })) });
});

/** The labels of an alert. */
export const drawnLabels: fc.Arbitrary<Labels> = fc.dictionary(label, value, { maxKeys: LABELS.length });
