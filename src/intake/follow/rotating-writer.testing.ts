import { appendFileSync, copyFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { gzipSync } from "node:zlib";

/** Where a thread of its own writes and rotates, without a pause. */
export interface RotatingWriter {
  readonly log: string;
  readonly rotations: number;
  /** Lines between two rotations, each with its line feed. */
  readonly stretches: readonly string[];
}

const { log, rotations, stretches } = workerData as RotatingWriter;
let uncompressed: string | undefined;
for (let rotation = 0; rotation < rotations; rotation++) {
  appendFileSync(log, stretches[rotation] as string);
  const old = `${log}-${String(rotation).padStart(4, "0")}`;
  if (rotation % 3 === 2) {
    copyFileSync(log, old);
    truncateSync(log);
  } else {
    renameSync(log, old);
    writeFileSync(log, "");
    if (uncompressed !== undefined) compress(uncompressed);
    // As `delaycompress` has it: at the next rotation.
    uncompressed = old;
  }
}

function compress(path: string): void {
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
  rmSync(path);
}
