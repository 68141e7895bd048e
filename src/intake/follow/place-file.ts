import { hash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isSystemError, Refusal } from "#kernel";
import { wholeFile } from "#storage";
import type { Place } from "./place.ts";

const VERSION = 1;

/** Which key a batch was given, and where the path stands when it is durable. */
interface Intent {
  readonly key: string;
  readonly after: Place;
}

interface Stored {
  readonly version: typeof VERSION;
  readonly path: string;
  /** Keys begin with it: it is made once, so no other file ever gave such a key. */
  readonly id: string;
  /** How many keys were given. */
  readonly sequence: number;
  /** Where the path stands when the batch of the intent was not kept; when there is none, simply where it stands. */
  readonly before: Place;
  readonly intent: Intent | null;
}

export interface PlaceFileOptions {
  /** Where the files of all paths lie. Made when absent. */
  readonly directory: string;
  /** The followed path. */
  readonly path: string;
  /** Gives something that was never given. */
  readonly newId: () => string;
}

/**
 * Where a followed path stands, on disk. Before a batch is given to the log, `intend` writes both places down, the one
 * without the batch and the one with it, and the key by which the log knows the batch. After a crash `load` asks the log
 * for the key, and so knows which one is true. Each write is whole and on disk before it is answered.
 */
export class PlaceFile {
  readonly #options: PlaceFileOptions;
  readonly #file: string;
  #id = "";
  #sequence = 0;

  constructor(options: PlaceFileOptions) {
    this.#options = options;
    this.#file = join(options.directory, `${hash("sha256", options.path, "hex").slice(0, 24)}.json`);
  }

  /** Where the path stands; undefined when it was never followed. `isKept`: whether the log has a batch with this key. */
  async load(isKept: (key: string) => boolean): Promise<Place | undefined> {
    await mkdir(this.#options.directory, { recursive: true, mode: 0o700 });
    const stored = await this.#read();
    this.#id = stored?.id ?? this.#options.newId();
    this.#sequence = stored?.sequence ?? 0;
    if (stored === undefined) return undefined;
    const { before, intent } = stored;
    return intent !== null && isKept(intent.key) ? intent.after : before;
  }

  /** Writes down that a batch is about to be kept; gives its key. */
  async intend(before: Place, after: Place): Promise<string> {
    this.#sequence++;
    const key = `${this.#id}:${this.#sequence}`;
    await this.#write(before, { key, after });
    return key;
  }

  /** Writes down where the path stands, with nothing under way. */
  async settle(place: Place): Promise<void> {
    await this.#write(place, null);
  }

  async #write(before: Place, intent: Intent | null): Promise<void> {
    const { path } = this.#options;
    const stored: Stored = { version: VERSION, path, id: this.#id, sequence: this.#sequence, before, intent };
    await wholeFile(this.#file, (unfinished) => writeFile(unfinished, JSON.stringify(stored), { mode: 0o600 }));
  }

  async #read(): Promise<Stored | undefined> {
    try {
      const stored = JSON.parse(await readFile(this.#file, "utf8")) as Stored;
      if (stored.version === VERSION && stored.path === this.#options.path) return stored;
    } catch (fault) {
      if (isSystemError(fault) && fault.code === "ENOENT") return undefined;
      if (!(fault instanceof SyntaxError)) throw fault;
    }
    throw new Refusal(
      "unavailable",
      "place.damaged",
      `${this.#file} does not say how far ${this.#options.path} was read, so its lines are not taken: some might be counted twice. Put the file back from a backup, or remove it, and the log is read from its beginning.`,
    );
  }
}
