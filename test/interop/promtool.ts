import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";

/** A counter as scraped: its value at each scrape from instant 0 on; null = not there. */
export interface Scraped {
  readonly series: string;
  readonly values: readonly (number | null)[];
}

/** A question to Prometheus at an instant, and the samples that it must answer, by their labels; [] = no result. */
export interface Asked {
  /** Seconds. */
  readonly at: number;
  readonly query: string;
  readonly answers: readonly (readonly [labels: string, value: number])[];
}

/** An alert that must fire at an instant. All labels and annotations must be the same; [] = none fires. */
export interface AskedAlert {
  readonly at: number;
  readonly alert: string;
  readonly fires: readonly { readonly labels: Labels; readonly annotations: Labels }[];
}

type Labels = Readonly<Record<string, string>>;

/** What `promtool test rules` is given. Times in seconds. */
export interface RuleTest {
  readonly rules: string;
  readonly scrapeEvery: number;
  readonly evaluateEvery: number;
  readonly scraped: readonly Scraped[];
  readonly asked: readonly Asked[];
  readonly alerts?: readonly AskedAlert[];
}

/** What Debian's promtool said. */
export interface Verdict {
  readonly passed: boolean;
  readonly output: string;
}

const LIMIT_MS = 240_000;

/** `promtool check rules`. */
export function checkRules(rules: string): Verdict {
  return inFolder({ "plimsoll.rules.yml": rules }, ["check", "rules", "plimsoll.rules.yml"]);
}

/** `promtool check metrics`: what a scrape would read, and whether its names and help are as they should be. */
export function checkMetrics(text: string): Verdict {
  return inFolder({}, ["check", "metrics"], text);
}

/** `promtool test rules`: real Prometheus code evaluates the rules over the series, evaluation by evaluation. */
export function testRules({ rules, scrapeEvery, evaluateEvery, scraped, asked, alerts = [] }: RuleTest): Verdict {
  const test = {
    rule_files: ["plimsoll.rules.yml"],
    evaluation_interval: `${evaluateEvery}s`,
    tests: [
      {
        interval: `${scrapeEvery}s`,
        input_series: scraped.map(({ series, values }) => ({
          series,
          values: values.map((value) => value ?? "_").join(" "),
        })),
        promql_expr_test: asked.map(({ at, query, answers }) => ({
          expr: query,
          eval_time: `${at}s`,
          exp_samples: answers.map(([labels, value]) => ({ labels, value })),
        })),
        alert_rule_test: alerts.map(({ at, alert, fires }) => ({
          eval_time: `${at}s`,
          alertname: alert,
          exp_alerts: fires.map(({ labels, annotations }) => ({ exp_labels: labels, exp_annotations: annotations })),
        })),
      },
    ],
  };
  const files = { "plimsoll.rules.yml": rules, "test.yml": stringify(test, { lineWidth: 0 }) };
  return inFolder(files, ["test", "rules", "test.yml"]);
}

function inFolder(files: Readonly<Record<string, string>>, args: readonly string[], input = ""): Verdict {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-promtool-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const { status, stdout, stderr, error } = spawnSync("promtool", args, {
      cwd: folder,
      encoding: "utf8",
      input,
      timeout: LIMIT_MS,
    });
    if (error !== undefined) throw error;
    return { passed: status === 0, output: `${stdout}${stderr}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
