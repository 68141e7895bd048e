import { alertRoutes, inhibitRulesFor, readRoutingFile } from "#alerting";
import { EXIT } from "../../exit.ts";
import { readText } from "../../read-text.ts";
import { printable } from "../../terminal/layout.ts";
import { styleOf } from "../../terminal/style.ts";
import { labelsOf } from "./labels-of.ts";
import { routeJson } from "./route-json.ts";
import { routeText } from "./route-text.ts";

/** What `plimsoll alerts route` was asked. */
export interface RouteOptions {
  readonly config: string;
  /** name=value. */
  readonly labels: readonly string[];
  /** The instant (epoch ms) at which somebody would be told; null: any. */
  readonly at: number | null;
  readonly json: boolean;
}

/** The verb: reads the file, walks the tree, tells. Gives the exit code; refuses a file that is not right. */
export function routeVerb({ config, labels: written, at, json }: RouteOptions): number {
  const labels = labelsOf(written);
  const text = readText(config, "Name a plan with routing:, or an alertmanager.yml.", "routes");
  const file = readRoutingFile(text, config);
  const routes = alertRoutes(file.table, labels, at);
  process.stderr.write(file.remarks.map((remark) => `plimsoll: ${printable(remark)}\n`).join(""));
  const inhibitRules = inhibitRulesFor(file.inhibitRules, labels);
  const told = json
    ? routeJson(routes)
    : routeText({ config, labels, at, routes, inhibitRules }, styleOf(process.stdout, process.env));
  process.stdout.write(told);
  return EXIT.done;
}
