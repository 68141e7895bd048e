import { mkdir, readdir, readFile, rename, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";

const OPEN = ".open";
const CLOSED = ".ndjson";
const REFUSED = ".refused";
const LINE_FEED = 10;

/** A closed segment: its name is the key by which the server knows it. */
export interface Segment {
  readonly key: string;
  readonly bytes: number;
  readonly lines: number;
}

/** The files of a spool. Their names are in the order in which they were begun, and are never used again. */
export class SegmentFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** What is left of an earlier process, the oldest first. A line that a crash tore is cut. */
  async leftOver(): Promise<Segment[]> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    for (const name of await this.#names(OPEN)) await this.#closeTorn(name);
    const segments: Segment[] = [];
    for (const name of await this.#names(CLOSED)) segments.push(await this.#segmentOf(name.slice(0, -CLOSED.length)));
    return segments;
  }

  /** Where records of a segment are written while it is open. */
  openPath(key: string): string {
    return join(this.#directory, key + OPEN);
  }

  /** From now on it does not change. */
  async close(key: string): Promise<void> {
    await rename(this.openPath(key), this.#path(key));
  }

  read(key: string): Promise<Buffer> {
    return readFile(this.#path(key));
  }

  /** Forgets a segment. One that is gone already is gone. */
  async remove(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  /** Keeps a segment that is not sent any more, for a person. */
  async setAside(key: string): Promise<void> {
    await rename(this.#path(key), join(this.#directory, key + REFUSED));
  }

  #path(key: string): string {
    return join(this.#directory, key + CLOSED);
  }

  async #names(end: string): Promise<string[]> {
    return (await readdir(this.#directory)).filter((name) => name.endsWith(end)).toSorted();
  }

  async #closeTorn(name: string): Promise<void> {
    const path = join(this.#directory, name);
    const bytes = await readFile(path);
    const whole = bytes.lastIndexOf(LINE_FEED) + 1;
    if (whole === 0) {
      await rm(path);
      return;
    }
    if (whole < bytes.length) await truncate(path, whole);
    await this.close(name.slice(0, -OPEN.length));
  }

  async #segmentOf(key: string): Promise<Segment> {
    const { size } = await stat(this.#path(key));
    return { key, bytes: size, lines: linesOf(await this.read(key)) };
  }
}

function linesOf(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}
