import { LineSplitter } from "#intake";
import { openSources } from "../../input/source.ts";
import type { Counts } from "./counts.ts";
import { CountsReading } from "./counts-reading.ts";

const WORDS = {
  command: "plimsoll objectives evaluate --counts -",
  inDirectory: "the CSV file in it: %/counts.csv",
};

/**
 * Reads a counts file (`-`: standard input; gzip and zstd by content): CSV at,valid,bad[,client], one row for each slot,
 * and client where there are any. Cumulative: valid and bad are running totals. Refuses all that is wrong with it at once, with places.
 */
export async function readCounts(file: string, isCumulative = false): Promise<Counts> {
  const [source] = openSources([file], WORDS);
  const reading = new CountsReading(source?.name ?? file, isCumulative);
  const lines = new LineSplitter(reading);
  for await (const chunk of source?.chunks() ?? []) lines.push(chunk);
  lines.end();
  return reading.counts();
}
