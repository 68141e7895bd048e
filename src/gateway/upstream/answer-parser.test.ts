import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AnswerHead, AnswerTaker } from "../model/answer.ts";
import { HeaderKinds } from "../model/header-kinds.ts";
import { AnswerParser } from "./answer-parser.ts";

/** What a parser told of some bytes, that came in these pieces; the buffer of each is overwritten afterwards. */
function told(pieces: readonly Buffer[], isHead = false): Record<string, unknown> {
  const seen = { heads: [] as AnswerHead[], body: "", ends: 0, trailers: [] as string[], fault: "" };
  const taker: AnswerTaker = {
    tunnels: false,
    onHead: (head) => seen.heads.push(head),
    onBody: (bytes) => (seen.body += bytes.toString("latin1")),
    onEnd: (last, trailers) => {
      seen.body += last?.toString("latin1") ?? "";
      seen.ends++;
      seen.trailers.push(...trailers);
    },
  };
  const parser = new AnswerParser(new HeaderKinds());
  parser.expect(taker, isHead);
  for (const piece of pieces) {
    const shared = Buffer.from(piece);
    seen.fault ||= parser.push(shared) ?? "";
    shared.fill(0x58);
  }
  seen.fault ||= parser.finish() ?? "";
  const [head] = seen.heads;
  return { ...seen, heads: seen.heads.length, head: head && [head.status, head.reason, head.headers, head.body] };
}

const token = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,11}$/)
  .filter((name) => !/^(?:connection|trailer|upgrade|te|host)$/i.test(name));
const value = fc.stringMatching(/^[!-~](?:[ -~]{0,20}[!-~])?$/);
const bytes = fc.stringMatching(/^[\x20-\xff]{0,60}$/);

const answers = fc
  .record({
    status: fc.constantFrom(200, 201, 204, 304, 404, 503),
    interim: fc.constantFrom("", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    headers: fc.array(fc.tuple(token, value), { maxLength: 6 }),
    chunks: fc.array(bytes, { maxLength: 5 }),
    framing: fc.constantFrom("length", "chunked", "close"),
    trailers: fc.array(fc.tuple(token, value), { maxLength: 2 }),
  })
  .map(({ status, interim, headers, chunks, framing, trailers }) => {
    const body = status === 204 || status === 304 ? [] : chunks.filter((chunk) => chunk !== "");
    const lines = headers.map(([name, said]) => `X-${name}: ${said}\r\n`).join("");
    const tail = trailers.map(([name, said]) => `X-${name}: ${said}\r\n`).join("");
    const chunked = body.map((chunk) => `${chunk.length.toString(16)};a=b\r\n${chunk}\r\n`).join("");
    const head = `${interim}HTTP/1.1 ${status} Said so\r\n${lines}`;
    const isEmpty = status === 204 || status === 304;
    const text =
      framing === "length" || isEmpty
        ? `${head}Content-Length: ${body.join("").length}\r\n\r\n${body.join("")}`
        : framing === "chunked"
          ? `${head}Transfer-Encoding: chunked\r\n\r\n${chunked}0\r\n${tail}\r\n`
          : `${head}\r\n${body.join("")}`;
    return { text, body: body.join("") };
  });

function cut(text: string, places: readonly number[]): Buffer[] {
  const all = Buffer.from(text, "latin1");
  const sorted = [0, ...places.map((place) => place % (all.length + 1)).toSorted((one, two) => one - two), all.length];
  return sorted.slice(1).map((end, i) => all.subarray(sorted[i], end));
}

test("an answer is the same in whatever pieces it comes, byte by byte too", () => {
  fc.assert(
    fc.property(answers, fc.array(fc.nat(), { maxLength: 12 }), ({ text, body }, places) => {
      const whole = told([Buffer.from(text, "latin1")]);
      assert.deepEqual([whole["body"], whole["ends"], whole["fault"]], [body, 1, ""]);
      assert.deepEqual(told(cut(text, places)), whole);
      assert.deepEqual(
        told(
          cut(
            text,
            [...text].map((_, at) => at),
          ),
        ),
        whole,
      );
    }),
  );
});

test("an answer that is cut off anywhere is never whole, unless only its connection ends it", () => {
  fc.assert(
    fc.property(answers, fc.nat(), ({ text }, at) => {
      const { ends, fault } = told([Buffer.from(text.slice(0, at % text.length), "latin1")]);
      const isByClose = !/\r\n(?:Content-Length|Transfer-Encoding): /.test(text);
      assert.ok(isByClose || (ends === 0 && fault === "reset"), text);
    }),
  );
});

test("whatever bytes come, the parser says what is wrong and never throws", () => {
  const broken = fc.tuple(answers, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }));
  fc.assert(
    fc.property(broken, fc.boolean(), ([{ text }, changes], isHead) => {
      const all = Buffer.from(text, "latin1");
      for (const [at, byte] of changes) all[at % all.length] = byte;
      const { ends, fault } = told([all], isHead);
      assert.ok(ends === 1 || fault !== "");
    }),
  );
});

test("a chunk of an endless line, a head without end and endless trailers are faults before they fill the memory", () => {
  const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const endless = (start: string, more: string): unknown =>
    told([Buffer.from(start), ...Array.from({ length: 200 }, () => Buffer.from(more.repeat(1_000)))])["fault"];
  assert.equal(endless("", "HTTP/1.1 200 OK\r\nA: b\r\n"), "headTooLarge");
  assert.equal(endless(head, "1"), "garbage");
  assert.equal(endless(`${head}0\r\n`, "A: b\r\n"), "headTooLarge");
});
