import { rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { flush } from "./flush.ts";

/**
 * Lets `write` make a file beside `to`, and gives it its name only when it is whole and on disk. Whatever goes wrong
 * leaves nothing behind.
 */
export async function wholeFile(to: string, write: (unfinished: string) => Promise<void>): Promise<void> {
  const unfinished = `${to}.part`;
  try {
    await write(unfinished);
    await flush(unfinished);
    await rename(unfinished, to);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await flush(dirname(to));
}
