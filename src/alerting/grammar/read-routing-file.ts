import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from "yaml";
import { closeWord, Refusal } from "#kernel";
import { ALERTMANAGER_KEYS, readAlertmanager } from "./alertmanager/read-alertmanager.ts";
import { readPlanRouting } from "./read-plan-routing.ts";
import type { RoutingFile } from "./routing-file.ts";
import { RoutingReading } from "./routing-reading.ts";

/** Letters of one file. */
const LETTERS_MAX = 4_194_304;

/**
 * Where alerts go, by a plan with `routing:` or by an alertmanager.yml (a file with `route:`). Refuses with all faults
 * at once, each with file, line, column and remedy.
 */
export function readRoutingFile(text: string, file: string): RoutingFile {
  if (text.length > LETTERS_MAX) {
    throw new Refusal("limit", "routing.too-large", `${file} has more than 4 million letters: no routes are so long.`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, logLevel: "error" });
  const reading = new RoutingReading(file, lines, document);
  for (const { pos, code, message } of document.errors) reading.fault(pos[0], faultText(code, message));
  reading.refuseFaults();
  const { contents } = document;
  const keys = isMap(contents) ? keysOf(contents) : [];
  if (isMap(contents) && keys.includes("routing") && !keys.includes("route")) {
    const plain = new RoutingReading(file, lines, null);
    return faultless(readPlanRouting(contents, plain), plain);
  }
  if (isMap(contents) && ALERTMANAGER_KEYS.some((key) => keys.includes(key))) {
    return faultless(readAlertmanager(contents, reading), reading);
  }
  reading.faultAt(contents, neither(keys));
  return reading.refuseFaults() as never;
}

function faultless(read: RoutingFile, reading: RoutingReading): RoutingFile {
  reading.refuseFaults();
  return read;
}

function keysOf(map: YAMLMap): string[] {
  return map.items.flatMap(({ key }) => (isScalar(key) ? [String(key.source ?? key.value)] : []));
}

function neither(keys: readonly string[]): string {
  const meant = keys.map((key) => [key, closeWord(key, ["routing", "route"])]).find(([, near]) => near !== undefined);
  const hint = meant === undefined ? "" : ` Did you mean "${meant[1] ?? ""}" by "${meant[0] ?? ""}"?`;
  return `the file says nothing about where alerts go: a plan does in routing:, an alertmanager.yml in route:.${hint}`;
}

function faultText(code: string, message: string): string {
  if (code === "MULTIPLE_DOCS") return "a second document begins here. Keep it in a file of its own.";
  if (code === "DUPLICATE_KEY") return "this name stands here a second time. Remove or rename one of the two.";
  return `${(message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "")}.`;
}
