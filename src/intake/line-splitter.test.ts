import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LINE_BYTES_MAX, LineSplitter } from "./line-splitter.ts";

function linesOf(chunks: readonly Buffer[], takesAhead?: (line: string) => boolean): string[] {
  const lines: string[] = [];
  const line = (bytes: Uint8Array, start: number, end: number): unknown =>
    lines.push(Buffer.from(bytes.subarray(start, end)).toString("latin1"));
  const ahead = (bytes: Uint8Array, start: number): number => {
    const end = bytes.indexOf(0x0a, start);
    const text = Buffer.from(bytes.subarray(start, end)).toString("latin1").replace(/\r$/, "");
    if (end < 0 || takesAhead?.(text) !== true) return -1;
    lines.push(text);
    return end + 1;
  };
  const tooLong = (): unknown => lines.push("<too long>");
  const splitter = new LineSplitter({ line, tooLong, ...(takesAhead === undefined ? {} : { ahead }) });
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const cuts = [0, ...at.map((share) => Math.floor(share * bytes.length)).toSorted((a, b) => a - b), bytes.length];
  return cuts.slice(1).map((end, i) => bytes.subarray(cuts[i], end));
}

test("the lines are the same however the bytes are cut into chunks, and whichever are taken ahead", () => {
  const pieces = fc.array(fc.constantFrom("\n", "\r\n", "a", "bc", "\r", ""), { maxLength: 60 });
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
  fc.assert(
    fc.property(pieces, shares, (parts, at) => {
      const bytes = Buffer.from(parts.join(""));
      const whole = bytes.toString().split("\n");
      if (whole.at(-1) === "") whole.pop();
      const expected = whole.map((line) => line.replace(/\r$/, ""));
      const chunks = cut(bytes, at);
      assert.deepEqual(linesOf(chunks), expected);
      assert.deepEqual(
        linesOf(chunks, (line) => line.length % 2 === 1),
        expected,
      );
    }),
  );
});

test("a line of exactly the limit is a line, one byte more is too long, and the next line is read", () => {
  const fits = "x".repeat(LINE_BYTES_MAX);
  const bytes = Buffer.from(`${fits}\n${fits}y\nz`);
  for (const chunks of [[bytes], cut(bytes, [0.1, 0.4, 0.7])]) {
    assert.deepEqual(linesOf(chunks), [fits, "<too long>", "z"]);
  }
});

test("an endless line is one line that is too long, and costs no memory", () => {
  const chunk = Buffer.alloc(1_048_576, "x");
  assert.deepEqual(linesOf([...Array.from({ length: 100 }, () => chunk), Buffer.from("\nnext\n")]), [
    "<too long>",
    "next",
  ]);
});

test("a last line without a line feed is a line; nothing is no line", () => {
  assert.deepEqual(linesOf([Buffer.from("a\nb")]), ["a", "b"]);
  assert.deepEqual(linesOf([Buffer.from("a\n\n")]), ["a", ""]);
  assert.deepEqual(linesOf([]), []);
});
