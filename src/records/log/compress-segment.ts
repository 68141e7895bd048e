import { rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Dictionaries } from "../model/columns.ts";
import type { WideField } from "../model/wide-columns.ts";
import { BlockFile } from "./block-file.ts";
import { FrameDecoder, frameHeadOf } from "./frame-decoder.ts";
import { framesIn } from "./frames-in.ts";
import { isAbsent } from "./is-absent.ts";
import type { LogFiles } from "./log-files.ts";
import { firstOfName, ReadBuffer, Segment, segmentName } from "./segment.ts";
import type { Damage } from "./walk-segment.ts";

/** Files that are not whole yet; what is left of them after a stop is removed. */
export const UNFINISHED = ".tmp";

export interface Compression {
  readonly segment: Segment;
  readonly names: Dictionaries;
  readonly wide: readonly WideField[];
  readonly files: LogFiles;
  readonly onDamage: (damage: Damage) => void;
  /** Asked now and then: then the work is given up, and nothing is left of it. */
  readonly isClosing: () => boolean;
}

/**
 * Writes a closed segment once more, compressed, beside the old file, and renames it when it is durable; the old file
 * stays until the caller removes it. Undefined when it was given up.
 */
export async function compressSegment(compression: Compression): Promise<Segment | undefined> {
  const { segment, files } = compression;
  const directory = dirname(segment.path);
  const path = join(directory, segmentName(firstOfName(basename(segment.path)) ?? 0, true));
  const unfinished = path + UNFINISHED;
  try {
    const written = await segment.holding(() => writeBlocks(unfinished, compression));
    if (written === undefined) return undefined;
    await rename(unfinished, path);
    await files.syncDirectory(directory);
    return new Segment({ path, table: written.table, bytes: written.bytes });
  } finally {
    await unlink(unfinished).catch(isAbsent);
  }
}

async function writeBlocks(path: string, compression: Compression): Promise<BlockFile | undefined> {
  const { segment, names, wide, files, isClosing } = compression;
  const file = await files.open(path);
  try {
    const blocks = new BlockFile(file, names, wide);
    const [decoder, buffer] = [new FrameDecoder(wide), new ReadBuffer()];
    for (let index = 0; index < segment.table.length; index++) {
      if (isClosing()) return undefined;
      await copyEntry(blocks, { decoder, buffer, index, compression });
    }
    await blocks.finish();
    await file.sync();
    return blocks;
  } finally {
    await file.close();
  }
}

interface Copied {
  readonly decoder: FrameDecoder;
  readonly buffer: ReadBuffer;
  readonly index: number;
  readonly compression: Compression;
}

async function copyEntry(blocks: BlockFile, { decoder, buffer, index, compression }: Copied): Promise<void> {
  const { segment, names, onDamage } = compression;
  const entry = segment.table.get(index);
  const bytes = await segment.read(entry, buffer);
  for (const found of framesIn(bytes, { path: segment.path, base: entry.offset, onDamage })) {
    await blocks.add(found, frameHeadOf(found, bytes, names), decoder.pages(found, bytes));
  }
}
