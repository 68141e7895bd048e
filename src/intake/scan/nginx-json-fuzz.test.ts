import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseClientBy } from "../model/client-by.ts";
import type { DecoderOptions } from "../model/decoder.ts";
import { agreeAhead, agreeOnLines, agreeTogether, type Scanned } from "./agree-on-lines.testing.ts";
import { editedLine } from "./edited-line.testing.ts";
import { fixtureOptions, liveOptions } from "./ndjson.fixture.ts";
import { NginxJsonScanner } from "./nginx-json.ts";
import { nginxLine } from "./nginx-line.testing.ts";

const NGINX: Scanned<NginxJsonScanner> = { open: (options) => new NginxJsonScanner(options) };

test("both paths give the same rows for any lines, in any order, spacing and shape of numbers", () => {
  fc.assert(
    fc.property(fc.array(nginxLine(), { minLength: 1, maxLength: 12 }), clients(), (lines, client) => {
      agree(
        lines.map((line) => Buffer.from(line)),
        client,
      );
    }),
    { numRuns: 800 },
  );
});

test("both paths agree on lines with flipped, cut, doubled and inserted bytes", () => {
  fc.assert(fc.property(fc.array(editedLine(nginxLine()), { minLength: 1, maxLength: 8 }), clients(), agree), {
    numRuns: 1_500,
  });
});

test("both paths agree on random bytes", () => {
  const json = fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:0123456789.eE-+ntfalsu\\ {"msec":"')) });
  fc.assert(
    fc.property(fc.array(fc.oneof(json, fc.string())), (lines) =>
      agree(
        lines.map((line) => Buffer.from(line)),
        "ip",
      ),
    ),
    { numRuns: 300 },
  );
});

test("the scanner takes a good part of these lines, so that the comparison is one", () => {
  const lines = fc.sample(nginxLine(), { numRuns: 4_000, seed: 7 }).map((line) => Buffer.from(line));
  const taken = agreeOnLines(NGINX, lines, nginxOptions("ip", fixtureOptions("ip")));
  assert.ok(taken > lines.length / 8, `${taken} of ${lines.length}`);
});

/** Each kind of attribution, also by keys that tell something else too. */
function clients(): fc.Arbitrary<string> {
  return fc.constantFrom(
    "ip",
    "ip",
    "user",
    "key",
    "key",
    "header:X-Team",
    "header:X-Api-Key",
    "header:Authorization",
    "header:User-Agent",
    "field:client",
    "field:client",
    "field:tls.names",
    "field:status",
    "field:request_uri",
    "field:request_time",
    "field:msec",
    "field:extra",
    "field:nowhere",
  );
}

function agree(lines: readonly Buffer[], client: string): void {
  for (const numbersAlike of [false, true]) {
    agreeOnLines(NGINX, lines, nginxOptions(client, fixtureOptions("ip", numbersAlike)));
  }
  const unmatched: string[] = [];
  const keys: string[] = [];
  const counting = liveOptions("ip", (request) => unmatched.push(request));
  agreeOnLines(NGINX, lines, nginxOptions(client, counting, keys));
  // Each row was read by both paths: both count what is in no document, and both ask whose each key is.
  for (const told of [unmatched, keys]) {
    assert.deepEqual(
      told.filter((_, index) => index % 2 === 0),
      told.filter((_, index) => index % 2 === 1),
    );
  }
  agreeTogether(NGINX, lines, nginxOptions(client, liveOptions("ip")));
  agreeAhead(NGINX, lines, nginxOptions(client, liveOptions("ip")));
}

/** `asked` gets the keys whose holder is asked for. */
function nginxOptions(client: string, options: DecoderOptions, asked: string[] = []): DecoderOptions {
  const { live } = options;
  return {
    ...options,
    format: "nginx-json",
    clientBy: parseClientBy(client),
    ...(live && {
      live: {
        ...live,
        redaction: { ...live.redaction, changes: { path: (text) => text.toUpperCase() } },
        holderOf: (key) => {
          asked.push(key);
          return key === "k1" ? "acme" : undefined;
        },
      },
    }),
  };
}
