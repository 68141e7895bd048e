import { createReadStream } from "node:fs";
import { bytesText, Refusal } from "#kernel";
import { OPENSLO_BYTES_MAX, type OpenSloText } from "#objectives";

const STANDARD_INPUT = "-";
const LINE_FEED = 0x0a;

/** Reads every input whole. Refuses, all at once, what cannot be opened, is too large, or is no UTF-8 text. */
export async function readTexts(names: readonly string[]): Promise<readonly OpenSloText[]> {
  const texts: OpenSloText[] = [];
  const faults: string[] = [];
  for (const name of new Set(names)) {
    const file = name === STANDARD_INPUT ? "standard input" : name;
    const read = await bytesOf(name, file);
    if (typeof read === "string") faults.push(read);
    else decode(file, read, { texts, faults });
  }
  if (faults.length > 0) throw new Refusal("invalid", "openslo.unreadable", faults.join("\nplimsoll: "));
  return texts;
}

/** The bytes, or why there are none. */
async function bytesOf(name: string, file: string): Promise<Buffer | string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of name === STANDARD_INPUT ? process.stdin : createReadStream(name)) {
      length += (chunk as Buffer).length;
      if (length > OPENSLO_BYTES_MAX) {
        return `${file} has more than ${bytesText(OPENSLO_BYTES_MAX)}, which no set of OpenSLO documents has. Check the path, or split the file.`;
      }
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    return `${file} cannot be read (${code}). Check the path.`;
  }
  return Buffer.concat(chunks);
}

interface Into {
  readonly texts: OpenSloText[];
  readonly faults: string[];
}

function decode(file: string, bytes: Buffer, { texts, faults }: Into): void {
  const text = utf8(bytes);
  if (text !== undefined) texts.push({ file, text });
  else {
    const { line, column } = firstFault(bytes);
    faults.push(`${file} line ${line} column ${column} is not UTF-8, so this is no text. Save the file as UTF-8.`);
  }
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The line, and in it (counted in bytes) the column, at which the bytes stop to be UTF-8. */
function firstFault(bytes: Buffer): { line: number; column: number } {
  let from = 0;
  for (let line = 1; ; line += 1) {
    const feed = bytes.indexOf(LINE_FEED, from);
    const end = feed === -1 ? bytes.length : feed;
    const row = bytes.subarray(from, end);
    if (utf8(row) === undefined || feed === -1) return { line, column: soundBytes(row) + 1 };
    from = feed + 1;
  }
}

function soundBytes(row: Buffer): number {
  const sound = row.toString("utf8").split("\ufffd")[0] ?? "";
  return Buffer.byteLength(sound);
}
