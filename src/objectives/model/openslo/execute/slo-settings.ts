import { parsePercent, PPM, Refusal } from "#kernel";
import type { Filter } from "../../indicators/filter.ts";
import { parseFilter } from "../../indicators/parse-filter.ts";
import type { Execution, Found } from "./execution.ts";
import { checkSettings, Settings } from "./settings.ts";

/** What the annotations of an SLO say. */
export interface SloSettings {
  readonly settings: Settings;
  /** The exact name of its objective. */
  readonly name: string | undefined;
  readonly perClient: boolean;
  readonly sampledPpm: number | undefined;
  readonly operation: string | undefined;
  readonly where: Filter | undefined;
  /** Neither its own pairs nor the default ones. */
  readonly hasNoAlerts: boolean;
  /** The objectives that its entries stand for. */
  readonly members: readonly string[] | undefined;
  /** Of a composite, in place of the mean of its members. */
  readonly targetPpm: number | undefined;
}

/** Reads the annotations of an SLO. */
export function sloSettings({ document, at }: Found<"SLO">, execution: Execution): SloSettings {
  checkSettings("SLO", document.metadata, { at, execution });
  const settings = new Settings(document.metadata, at, execution);
  const sampledPpm = settings.parsed("sampled", shareOf);
  return {
    settings,
    name: settings.text("name"),
    perClient: settings.word("per", "client"),
    sampledPpm: sampledPpm === PPM ? undefined : sampledPpm,
    operation: settings.text("operation"),
    where: settings.parsed("where", whereOf),
    hasNoAlerts: settings.word("alerts", "none"),
    members: settings.parsed("members", namesOf),
    targetPpm: settings.parsed("target", shareOf),
  };
}

function shareOf(text: string): number {
  const ppm = parsePercent(text);
  return ppm > 0 ? ppm : refuse(`"${text}" leaves nothing. Write more than 0%.`);
}

function whereOf(text: string): Filter {
  const read = parseFilter(jsonOf(text));
  if ("filter" in read) return read.filter;
  return refuse(read.faults.map(({ path, message, remedy }) => `${path}: ${message}. ${remedy}`).join(" "));
}

function namesOf(text: string): readonly string[] {
  const names = jsonOf(text);
  const isList = Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === "string");
  return isList ? names : refuse(`"${text}" is no list of names such as ["orders/availability", "orders/latency"].`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse(`"${text}" is not JSON (${error.message}).`);
  }
}

function refuse(detail: string): never {
  throw new Refusal("invalid", "openslo.annotation", detail);
}
