import assert from "node:assert/strict";
import type { Got, Seen } from "./channel-house.testing.ts";
import { PAGE, testChannel } from "./channel.testing.ts";
import { matrix } from "./matrix.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};
const unescaped = (text: string): string =>
  text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (each) => ENTITIES[each] ?? "");

/** As a program for Matrix reads it: the HTML form, in which only our own elements may stand. */
function read({ body, bytes, method }: Got): Seen {
  assert.ok(bytes.length < 60_000);
  assert.equal(method, "PUT");
  const event = JSON.parse(body) as {
    readonly format: string;
    readonly formatted_body: string;
    readonly "m.mentions": object;
  };
  assert.deepEqual(event["m.mentions"], {});
  assert.equal(event.format, "org.matrix.custom.html");
  const formatted = event.formatted_body;
  const links = [...formatted.matchAll(/<a href="([^"]*)">[^<]*<\/a>/g)].map((found) => unescaped(found[1] ?? ""));
  const rest = formatted.replaceAll(/<a href="[^"]*">|<\/a>|<strong>|<\/strong>|<br>/g, "");
  return { text: unescaped(rest), links, mentions: rest.match(/<[^>]*>?/g) ?? [] };
}

testChannel(matrix, {
  address: { room: "!abc:example.org" },
  setting: { homeserver: "https://matrix.example.org", token: "syt_ThisIsSecret_0123456789" },
  wrong: [
    [{ room: "#ops:example.org" }, /exclamation mark/],
    [{ room: "" }, /exclamation mark/],
  ],
  wrongSettings: [[{ homeserver: "matrix", token: "syt_ThisIsSecret_0123456789" }, /http/]],
  secrets: ["syt_ThisIsSecret"],
  host: "matrix.example.org",
  thanks: { status: 200, body: '{"event_id":"$1"}' },
  read,
  key: ({ path }) => {
    assert.equal(path, `/_matrix/client/v3/rooms/!abc%3Aexample.org/send/m.room.message/${PAGE.id}`);
    return path;
  },
  answers: [
    {
      says: "429 with a wait in the body",
      status: 429,
      body: '{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2000}',
      means: "retry",
      waitMs: 2_000,
      arrived: false,
    },
    {
      says: "403",
      status: 403,
      body: '{"errcode":"M_FORBIDDEN","error":"not in room"}',
      means: "failed",
      reason: /invite/,
    },
    { says: "401", status: 401, body: '{"errcode":"M_UNKNOWN_TOKEN"}', means: "failed", reason: /token/ },
    { says: "502", status: 502, means: "retry", arrived: true },
  ],
});
