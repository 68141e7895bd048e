import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

export const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));
export const folder = mkdtempSync(join(tmpdir(), "plimsoll-bad-"));
after(() => rmSync(folder, { recursive: true }));
chmodSync(folder, 0o755);

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program as a user would; `input` goes to its standard input in pieces. */
export async function plimsoll(args: readonly string[], input: Iterable<Buffer> = [], uid?: number): Promise<Ran> {
  const child = spawn(process.execPath, [PLIMSOLL, ...args], { cwd: folder, ...(uid === undefined ? {} : { uid }) });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  // The program may refuse before it has read everything: that closes the pipe, and is what is being tested.
  child.stdin.on("error", () => child.stdin.destroy());
  const closed = once(child, "close").then(([code]) => code as number | null);
  for (const chunk of input) {
    if (!child.stdin.writable) break;
    if (!child.stdin.write(chunk)) {
      await Promise.race([once(child.stdin, "drain"), closed]);
    }
  }
  child.stdin.end();
  return { code: await closed, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

export function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return name;
}

export const LINE = '192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET /orders HTTP/1.1" 200 5 "-" "curl/8.0"';
export const lines = (count: number): string => `${Array.from({ length: count }, () => LINE).join("\n")}\n`;

export async function json(
  args: readonly string[],
  input: Iterable<Buffer> = [],
): Promise<
  Record<string, unknown> & {
    lines: { read: number; kept: number; dropped: object; examples: { line: number; detail: string }[] };
  }
> {
  const ran = await plimsoll(["replay", ...args, "--json"], input);
  assert.equal(ran.code, 0, ran.err);
  return JSON.parse(ran.out) as Awaited<ReturnType<typeof json>>;
}
