import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { createGzip } from "node:zlib";
import { Refusal } from "#kernel";
import {
  threeDays,
  bulk,
  generate,
  LINE_WRITERS,
  type LineWriter,
  type Story,
  STORY_FORMATS,
  TruthCounter,
} from "#stories";

const USAGE = `Writes a log whose truth is known, and prints that truth as JSON.

  node tools/generate.ts --story three-days|bulk [--format FORMAT] [--lines N] [--seed S] --out FILE

--format  ${STORY_FORMATS.join(", ")} (default combined)
--lines   exactly so many requests (default: 2,000,000 for bulk; what chance brings for three-days)
--seed    a whole number; the same seed gives the same file (default 1)
--out     the file; compressed when its name ends with .gz
`;

const CHUNK_CHARACTERS = 256 * 1_024;
const LINES_MAX = 100_000_000;

try {
  await main();
} catch (error) {
  if (!(error instanceof Refusal) && !isUsageError(error)) throw error;
  process.stderr.write(`${error instanceof Refusal ? error.detail : error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      story: { type: "string" },
      format: { type: "string", default: "combined" },
      lines: { type: "string" },
      seed: { type: "string", default: "1" },
      out: { type: "string" },
    },
  });
  const lines = values.lines === undefined ? undefined : wholeNumber("--lines", values.lines);
  const story = storyOf(values.story, wholeNumber("--seed", values.seed), lines);
  const format = STORY_FORMATS.find((known) => known === values.format);
  if (format === undefined) throw wrongUse(`--format ${values.format} is not one of ${STORY_FORMATS.join(", ")}.`);
  if (values.out === undefined) throw wrongUse("--out says where to write; it is missing.");
  const truth = new TruthCounter(story);
  const file = createWriteStream(values.out);
  const chunks = Readable.from(chunksOf(story, LINE_WRITERS[format], truth), { objectMode: true, highWaterMark: 4 });
  await (values.out.endsWith(".gz") ? pipeline(chunks, createGzip(), file) : pipeline(chunks, file));
  process.stdout.write(`${JSON.stringify(truth.truth(), null, 2)}\n`);
}

function storyOf(name: string | undefined, seed: number, lines: number | undefined): Story {
  if (name === "bulk") return bulk(lines ?? 2_000_000, seed);
  if (name !== "three-days") throw wrongUse("--story is three-days or bulk.");
  return lines === undefined ? threeDays(seed) : { ...threeDays(seed), requests: lines };
}

function* chunksOf(story: Story, write: LineWriter, truth: TruthCounter): Generator<Buffer> {
  let chunk = "";
  for (const record of generate(story)) {
    truth.add(record);
    chunk += `${write(record)}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(chunk);
    chunk = "";
  }
  yield Buffer.from(chunk);
}

function wholeNumber(option: string, text: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= LINES_MAX)) throw wrongUse(`${option} ${text} is not a whole number up to 100 million.`);
  return value;
}

function wrongUse(detail: string): Refusal {
  return new Refusal("invalid", "generate.wrong-use", detail);
}

function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
