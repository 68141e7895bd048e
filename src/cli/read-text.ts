import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { bytesText, Refusal } from "#kernel";
import { OPENSLO_BYTES_MAX } from "#objectives";

/** The text of a file with objectives, or with what `what` says. Refuses what cannot be read, is too large, or is no text. */
export function readText(file: string, remedy: string, what = "objectives"): string {
  const bytes = bytesOf(file, remedy);
  if (bytes.length > OPENSLO_BYTES_MAX) {
    const size = bytesText(OPENSLO_BYTES_MAX);
    throw new Refusal("limit", "plan.too-large", `${file} has more than ${size}: this is not a file with ${what}.`);
  }
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw new Refusal("invalid", "plan.not-text", `${file} is not text in UTF-8. Name the YAML file with ${what}.`);
  }
  return bytes.toString("utf8");
}

function bytesOf(file: string, remedy: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Refusal("invalid", "plan.unreadable", `${file} cannot be read (${code}). ${remedy}`);
  }
}
