import { open, readFile, rename, rm } from "node:fs/promises";
import { isSystemError } from "#kernel";
import { type Loss, LossBook } from "../model/loss-book.ts";

/** What a spool lost, on disk until the server was told. */
export class LossFile {
  readonly book: LossBook;
  readonly #path: string;
  /** One write after the other. */
  #saving: Promise<void> = Promise.resolve();

  /** Goes on with what an earlier process did not tell. A file that is damaged is the fault of its disk, and is thrown. */
  static async open(path: string, newId: () => string): Promise<LossFile> {
    return new LossFile(path, new LossBook(newId, await keptIn(path)));
  }

  private constructor(path: string, book: LossBook) {
    this.#path = path;
    this.book = book;
  }

  /** Resolves when what is to be told is on disk. Throws what the file system says. */
  save(): Promise<void> {
    const saved = this.#saving.catch(() => undefined).then(() => this.#write());
    this.#saving = saved;
    return saved;
  }

  async #write(): Promise<void> {
    const { untold } = this.book;
    if (untold.length === 0) {
      await rm(this.#path, { force: true });
      return;
    }
    const unfinished = `${this.#path}.part`;
    const file = await open(unfinished, "w", 0o600);
    try {
      await file.writeFile(JSON.stringify(untold));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, this.#path);
  }
}

async function keptIn(path: string): Promise<Loss[]> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Loss[];
  } catch (fault) {
    if (isSystemError(fault) && fault.code === "ENOENT") return [];
    throw fault;
  }
}
