import type { Got, Seen } from "./channel-house.testing.ts";
import { testChannel } from "./channel.testing.ts";
import { httpRequest } from "./http-request.ts";

function read({ body }: Got): Seen {
  const message = JSON.parse(body) as {
    readonly text: string;
    readonly open: string;
    readonly yes: string;
    readonly no: string;
  };
  return { text: message.text, links: [message.yes, message.no, message.open].filter((each) => each !== "") };
}

testChannel(httpRequest, {
  address: {
    url: "https://chat.example/hooks/secret-of-the-hook-0123",
    body: '{"text": "{{text}}", "open": "{{link}}", "yes": "{{acknowledge}}", "no": "{{resolve}}"}',
  },
  wrong: [
    [{ url: "https://{{to}}/x" }, /host itself|no address|http/],
    [{ url: "https://a.example/{{nme}}" }, /not known/],
    [{ url: "https://a.example/", body: '{"x": {{text}}}' }, /not JSON/],
    [{ url: "https://a.example/", body: "{% for a in b %}" }, /no loops/],
    [{ url: "https://a.example/", method: "GET", body: "x" }, /never sent with GET/],
    [{ url: "https://a.example/", headers: { Host: "b" } }, /sets by itself/],
    [{ url: "https://a.example/", headers: { "x-a": "a\r\nb: c" } }, /no header can hold/],
    [{ url: "https://a.example/", body: "x".repeat(8_193) }, /8192 letters/],
  ],
  secrets: ["secret-of-the-hook"],
  host: "chat.example",
  thanks: { status: 204 },
  read,
  answers: [
    { says: "404", status: 404, means: "failed" },
    { says: "429", status: 429, headers: { "retry-after": "9" }, means: "retry", waitMs: 9_000, arrived: false },
  ],
});
