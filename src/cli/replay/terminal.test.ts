import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { threeDays, generate, LINE_WRITERS } from "#stories";
import { styleOf } from "../terminal/style.ts";
import type { ReplayOptions } from "./options.ts";
import { study } from "./study.ts";
import { terminalText } from "./terminal.ts";
import { headlineOf, nextCommands } from "./words.ts";

const NOW = Date.UTC(2026, 10, 1);
const SAMPLE = fileURLToPath(new URL("../../../examples/sample/access.log.gz", import.meta.url));
const ESCAPES = new RegExp(`${String.fromCodePoint(27)}\\[\\d+m`, "g");

/** A file is studied once, however often its report is written. */
const studies = new Map<string, ReturnType<typeof study>>();

async function reportText(file: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const none = { api: undefined, client: undefined, openapi: undefined, objectives: undefined, html: undefined };
  const options: ReplayOptions = {
    ...none,
    write: undefined,
    failOn: undefined,
    files: [file],
    format: "auto",
    json: false,
  };
  const studied = studies.get(file) ?? study(options, NOW);
  studies.set(file, studied);
  const { report, series } = await studied;
  const style = styleOf({ isTTY: true }, environment);
  return terminalText({
    report,
    series,
    headline: headlineOf(report),
    next: nextCommands({ ...options, files: ["access.log"] }),
    style,
  });
}

const folder = mkdtempSync(join(tmpdir(), "plimsoll-terminal-"));
after(() => rmSync(folder, { recursive: true }));

const BAD_DAY = join(folder, "bad-day.json");
writeFileSync(BAD_DAY, [...generate(threeDays(1))].map((record) => LINE_WRITERS["nginx-json"](record)).join("\n"));

for (const [what, file] of [
  ["the sample", SAMPLE],
  ["a bad day", BAD_DAY],
] as const) {
  test(`the report of ${what} fits in 80 columns, coloured or not, and NO_COLOR takes nothing but the colour`, async () => {
    const coloured = await reportText(file, { TERM: "xterm" });
    const plain = await reportText(file, { TERM: "xterm", NO_COLOR: "1" });
    assert.match(coloured, ESCAPES);
    assert.equal(coloured.replaceAll(ESCAPES, ""), plain);
    for (const line of plain.split("\n")) assert(line.length <= 80, `${line.length}: ${line}`);
  });
}

test("a bad day is told: the answer first, one page for the outage, the muted ones counted, the affected client named", async () => {
  const text = await reportText(BAD_DAY, { NO_COLOR: "1" });
  const [, , answer = ""] = text.split("\n");
  assert.match(answer, /^orders\/availability is not within target|^api\/availability is not within target/);
  assert.equal(text.match(/● page/g)?.length, 3);
  assert.match(text, /\d+ further alerts muted/);
  assert.match(text, /worst first\n.*\n +10\.0\.0\.5 /);
});
