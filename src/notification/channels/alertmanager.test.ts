import assert from "node:assert/strict";
import type { Got, Seen } from "./channel-house.testing.ts";
import { PAGE, testChannel } from "./channel.testing.ts";
import { alertmanager } from "./alertmanager.ts";

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly description: string };
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
}

function alertOf({ body }: Got): Alert {
  const [alert] = JSON.parse(body) as Alert[];
  assert.ok(alert !== undefined);
  return alert;
}

function read(got: Got): Seen {
  const { labels, annotations, generatorURL, startsAt, endsAt } = alertOf(got);
  assert.equal(got.path, "/api/v2/alerts");
  for (const [name, value] of Object.entries(labels)) assert.ok(/^[a-zA-Z_]\w*$/.test(name) && value !== "");
  assert.ok(Date.parse(startsAt) <= Date.parse(endsAt));
  return { text: `${annotations.summary}\n${annotations.description}`, links: [generatorURL] };
}

testChannel(alertmanager, {
  address: { url: "http://alertmanager.example:9093", token: "secret-bearer-token-0123" },
  wrong: [
    [{ url: "alertmanager:9093" }, /http/],
    [{ url: "http://user:pass@am" }, /password/],
  ],
  secrets: ["secret-bearer-token"],
  host: "alertmanager.example:9093",
  read,
  links: () => [PAGE.message.link.url],
  joins: (beginning, end) => {
    assert.deepEqual(alertOf(end).labels, alertOf(beginning).labels);
    assert.ok(Date.parse(alertOf(end).endsAt) < Date.parse(alertOf(beginning).endsAt));
  },
  key: (got) => alertOf(got).labels,
  answers: [
    { says: "400", status: 400, body: '"start time must be before end time"', means: "failed" },
    { says: "503", status: 503, means: "retry", arrived: true },
  ],
});
