import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { alertRoutes } from "./alert-routes.ts";
import { matchedRoutes, routeOf } from "./matched-routes.ts";
import { matcherOf, type Matcher } from "./matcher.ts";
import type { Route, RouteOptions } from "./route.ts";

const OPTIONS: RouteOptions = { receiver: "", groupBy: ["a"], waitMs: 0, updateMs: 1, repeatMs: 2 };

interface Drawn {
  readonly matchers?: readonly Matcher[];
  readonly continues?: boolean;
  readonly rules?: readonly Drawn[];
}

function tree(drawn: Drawn, number = ""): Route {
  const { matchers = [], continues = false, rules = [] } = drawn;
  return {
    number,
    line: 1,
    matchers,
    continues,
    muteIn: [],
    activeIn: [],
    options: { ...OPTIONS, receiver: number === "" ? "top" : number },
    rules: rules.map((rule, at) => tree(rule, `${number === "" ? "" : `${number}.`}${at + 1}`)),
  };
}

const is = (label: string, value: string): Matcher[] => [matcherOf(label, "=", [value])];
const reached = (drawn: Drawn, labels: Readonly<Record<string, string>>): string[] =>
  matchedRoutes(tree(drawn), new Map(Object.entries(labels))).map((path) => routeOf(path).options.receiver);

test("the first rule that matches takes the alert; when none does, the default takes it", () => {
  const rules = [{ matchers: is("a", "1") }, { matchers: is("a", "1") }, { matchers: is("a", "2") }];
  assert.deepEqual(reached({ rules }, { a: "1" }), ["1"]);
  assert.deepEqual(reached({ rules }, { a: "2" }), ["3"]);
  assert.deepEqual(reached({ rules }, {}), ["top"]);
});

test("a rule that continues lets those after it be tried, and its place in the order stays", () => {
  const rules = [{ matchers: is("a", "1"), continues: true }, { matchers: is("b", "1"), continues: true }, {}, {}];
  assert.deepEqual(reached({ rules }, { a: "1", b: "1" }), ["1", "2", "3"]);
  assert.deepEqual(reached({ rules: rules.slice(0, 2) }, { a: "1" }), ["1"]);
});

test("rules in a rule are tried before it; when none of them matches it is meant itself, and stops those after it", () => {
  const rules = [{ matchers: is("a", "1"), rules: [{ matchers: is("b", "1"), continues: true }] }, {}];
  assert.deepEqual(reached({ rules }, { a: "1", b: "1" }), ["1.1"]);
  assert.deepEqual(reached({ rules }, { a: "1" }), ["1"]);
  assert.deepEqual(reached({ rules }, { b: "1" }), ["2"]);
});

test("a label that is missing is equal to an empty one", () => {
  assert.deepEqual(reached({ rules: [{ matchers: is("a", "") }] }, {}), ["1"]);
  assert.deepEqual(reached({ rules: [{ matchers: [matcherOf("a", "!=", ["x"])] }] }, {}), ["1"]);
  assert.deepEqual(reached({ rules: [{ matchers: [matcherOf("a", "=~", [".*"])] }] }, {}), ["1"]);
  assert.deepEqual(reached({ rules: [{ matchers: [matcherOf("a", "!~", [".+"])] }] }, {}), ["1"]);
  assert.deepEqual(reached({ rules: [{ matchers: [matcherOf("a", "=~", [".+"])] }] }, { a: "" }), ["top"]);
});

test("the group has the labels that the alert has, by name; all of them where each alert is a group", () => {
  const root = tree({});
  const labels = new Map([
    ["z", "1"],
    ["b", "2"],
    ["a", "3"],
    ["empty", ""],
  ]);
  const group = (groupBy: RouteOptions["groupBy"]): unknown =>
    alertRoutes({ root: { ...root, options: { ...OPTIONS, groupBy } }, times: new Map() }, labels, null).map(
      (route) => [...route.group.keys()],
    );
  assert.deepEqual(group(["z", "missing", "a", "empty"]), [["a", "z"]]);
  assert.deepEqual(group("all"), [["a", "b", "z"]]);
  assert.deepEqual(group([]), [[]]);
});

test("why says which matchers decided, and where they are written", () => {
  const rules = [
    {
      matchers: [...is("team", "payments"), matcherOf("severity", "=~", ["page|critical"])],
      rules: [{ matchers: [matcherOf("api", "in", ["a", "b"])], rules: [] }],
    },
    { matchers: [...is("client", ""), matcherOf("zone", "!=", [""])] },
    {},
  ];
  const why = (labels: Readonly<Record<string, string>>): string[] =>
    alertRoutes({ root: tree({ rules }), times: new Map() }, new Map(Object.entries(labels)), null).map(
      (one) => one.why,
    );
  const team = { team: "payments", severity: "page" };
  const first = "team = payments and severity =~ page|critical (rule 1, line 1)";
  assert.deepEqual(why({ ...team, api: "b" }), [`${first}, and in it api = a or b (rule 1.1, line 1)`]);
  assert.deepEqual(why(team), [`${first}; none of its own rules matched`]);
  assert.deepEqual(why({ zone: "eu" }), ["client is missing and zone is there (rule 2, line 1)"]);
  assert.deepEqual(why({ client: "acme" }), ["any alert (rule 3, line 1)"]);
  assert.deepEqual(
    alertRoutes({ root: tree({}), times: new Map() }, new Map(), null).map((one) => one.why),
    ["no rule matched (the default, line 1)"],
  );
});

test("whatever the tree: the way goes from the default down, each rule on it matches, and after a stop nothing follows", () => {
  const value = fc.constantFrom("", "1", "2");
  const label = fc.constantFrom("a", "b");
  const matcher = fc
    .tuple(label, fc.constantFrom("=" as const, "!=" as const, "=~" as const, "!~" as const), value)
    .map(([name, operator, text]) => matcherOf(name, operator, [text]));
  const { node } = fc.letrec<{ node: Drawn }>((tie) => ({
    node: fc.record(
      {
        matchers: fc.array(matcher, { maxLength: 2 }),
        continues: fc.boolean(),
        rules: fc.array(tie("node"), { maxLength: 3, depthIdentifier: "rules" }),
      },
      { requiredKeys: [] },
    ),
  }));
  fc.assert(
    fc.property(node, value, value, (drawn, a, b) => {
      const labels = new Map(Object.entries({ a, b }));
      const root = tree({ ...drawn, matchers: [] });
      const paths = matchedRoutes(root, labels);
      assert.deepEqual(
        paths.map((path) => path.map(({ number }) => number)),
        walked(root, labels).map((path) => path.map(({ number }) => number)),
      );
    }),
  );
});

/** The same by another way: all ways that match, in the order of the tree, without those behind a stop. */
function walked(root: Route, labels: ReadonlyMap<string, string>): Route[][] {
  const holds = ({ label, operator, values: [value = ""] }: Matcher): boolean => {
    const same = (labels.get(label) ?? "") === value;
    return operator === "=" || operator === "=~" ? same : !same;
  };
  const tried = (route: Route): Route[] => {
    const matching = route.rules.filter((rule) => rule.matchers.every(holds));
    const stop = matching.findIndex((rule) => !rule.continues);
    return stop === -1 ? matching : matching.slice(0, stop + 1);
  };
  let ways: Route[][] = [[root]];
  for (;;) {
    const longer = ways.flatMap((way) => {
      const last = way.at(-1) ?? root;
      const next = tried(last);
      return next.length === 0 ? [way] : next.map((rule) => [...way, rule]);
    });
    if (longer.every((way, at) => way.length === ways[at]?.length)) return longer;
    ways = longer;
  }
}
