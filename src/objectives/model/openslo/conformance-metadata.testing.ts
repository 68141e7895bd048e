import { bad, type Change, type Group, ok, POLICY, stage, type Stage, strictly } from "./conformance-kit.testing.ts";
import * as p from "./conformance-parts.testing.ts";

const METADATA_STAGES: readonly Stage[] = [
  ...Object.entries(p.WHOLE).map(([kind, document]) => stage(kind, ["metadata"], document)),
  stage("inline SLI", ["spec", "indicator", "metadata"], () => p.documentOf("SLO", p.sloSpec())),
  stage("composite", ["spec", "objectives", 0, "indicator", "metadata"], () => p.documentOf("SLO", p.compositeSpec())),
  stage("inline policy", [...POLICY, "metadata"], () => p.documentOf("SLO", p.policySlo())),
  stage("inline condition", ["spec", "conditions", 0, "metadata"], () =>
    p.documentOf("AlertPolicy", p.inlinePolicySpec()),
  ),
  stage("inline target", ["spec", "notificationTargets", 0, "metadata"], () =>
    p.documentOf("AlertPolicy", p.inlinePolicySpec()),
  ),
];

const LONG = "l".repeat(63);
const label = (key: string) => ({ [key]: "x" });
const quoted = (key: string) => (/[.]/.test(key) ? `['${key}']` : `.${key}`);

const METADATA: readonly Change[] = [
  ...ok(["name"], "a", "0", "a-b", "a--b", "0-9", LONG),
  ...strictly(["name"], [".name string_dns_label"], `${LONG}l`, "Orders", "onCall", "a.b", "a_b", "a/b", "a|b", "a\\b"),
  ...bad(
    ["name"],
    [".name string_dns_label"],
    "my orders",
    "-a",
    "a-",
    " a",
    "a\n",
    "ä",
    "a,b",
    "x".repeat(256),
    "a\t",
  ),
  ...bad(["name"], [".name required"], "", null, p.NONE),
  ...bad(["name"], [".name invalid_type"], 1, true, ["a"], { a: 1 }),
  ...ok(["displayName"], "", "Orders of the shop", "ü".repeat(63), "😀".repeat(63), null),
  ...strictly(["displayName"], [".displayName string_max_length"], "x".repeat(64), "😀".repeat(64)),
  ...bad(["displayName"], [".displayName invalid_type"], 5, false, []),
  ...ok(["labels"], {}, null, { team: "a" }, { team: ["a", "b"] }, { team: [] }, { team: null }, { team: [""] }),
  ...ok(["labels"], label(LONG), label("a_b.c-d"), label("9a"), label("aB"), label("Z")),
  ...bad(["labels"], [".labels.a invalid_type"], { a: 1 }, { a: true }, { a: { b: "c" } }),
  ...bad(["labels"], [".labels.a[0] invalid_type"], { a: [1] }),
  ...bad(["labels"], [".labels invalid_type"], [], "a", 3),
  ...[`${LONG}l`, "a_", "a.", "a-", "_a", "-a", ".a"].flatMap((key) =>
    bad(["labels"], [`.labels${quoted(key)} string_match_regexp`], label(key)),
  ),
  ...bad(["labels"], [".labels['a b'] string_match_regexp"], label("a b")),
  ...ok(["annotations"], {}, null, { a: "b" }, { a: "" }, { a: null }, label("openslo.com/a"), label("d/a.b")),
  ...ok(["annotations"], label(`${[LONG, LONG, LONG].join(".")}/${LONG}`), label("a.b-c.org/nEt"), label("nEt_x")),
  ...bad(["annotations"], [".annotations.a invalid_type"], { a: 1 }, { a: false }, { a: ["b"] }, { a: { b: "c" } }),
  ...bad(["annotations"], [".annotations invalid_type"], "a", ["a"]),
  ...[
    "a_",
    "-a",
    "a/",
    "A.com/a",
    "a_b.com/a",
    "-a.com/a",
    "a..b/c",
    "a/b/c",
    `${LONG}l`,
    `${"l".repeat(254)}/a`,
  ].flatMap((key) => bad(["annotations"], [`.annotations${quoted(key)} string_match_regexp`], label(key))),
  ...strictly(["owner"], [".owner unknown_field"], "me"),
  ...strictly(["label"], [".label unknown_field"], { a: "b" }),
];

/** Metadata as a whole: empty is as good as missing. */
const WHOLE_METADATA: readonly Change[] = [
  ...bad([], [" required"], {}, null, p.NONE, { name: "" }),
  ...bad([], [" invalid_type"], "orders", [], 5),
  ...bad([], [".name required"], { labels: {} }, { displayName: "Orders" }),
];

/** Names, labels and annotations, wherever metadata stands. */
export const METADATA_GROUPS: readonly Group[] = [
  [METADATA_STAGES, METADATA],
  [METADATA_STAGES, WHOLE_METADATA],
];
