import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import { isoText } from "#kernel";
import { Receiver } from "../../src/messaging/receiver.testing.ts";
import { openSmtpServer } from "../../src/mail/server.testing.ts";
import { writeFileSync } from "node:fs";
import { PassingTime } from "./passing-time.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const START = Date.UTC(2026, 10, 27, 12);
const SIGNING_SECRET = "0123456789abcdef0123456789abcdef";
const ANA = "U0ANA0001";

interface Posted {
  readonly channel?: string;
  readonly text: string;
  readonly blocks?: readonly {
    readonly elements?: readonly { readonly action_id: string; readonly value?: string }[];
    readonly text?: { readonly text: string };
  }[];
}

test("whoever is on call is paged in Slack, and acknowledges there with a click that Slack signs; nobody else's click does", async () => {
  await inTemporaryDirectory(async (root) => {
    await using smtp = await openSmtpServer();
    await using slack = await Receiver.open((response) => response.end('{"ok":true}'));
    const settings = join(root, "settings.yaml");
    writeFileSync(settings, `mail: { smtp: "smtp://127.0.0.1:${smtp.port}", from: p@example.com, tls: optional }\n`);
    const server = await startServer(join(root, "data"), ["--config", settings, "--test-clock", isoText(START)]);
    const time = new PassingTime(server, START);
    const posted = (to: string): Posted[] =>
      slack.received.map(({ body }) => JSON.parse(body) as Posted).filter(({ channel }) => channel === to);
    await time.send("PUT /api/v1/apis/orders", {});
    await time.send("PUT /api/v1/channel-kinds/slack/setting", {
      setting: { token: "xoxb-1234567890-abcdefghijkl", signingSecret: SIGNING_SECRET, api: `${slack.url}/api` },
    });
    const ana = await accepted(server, time, smtp.arrived);

    const added = await ana("POST /api/v1/me/methods", { kind: "slack", address: { to: ANA } });
    await time.until(() => posted(ANA).length > 0);
    const code = /\b\d{6}\b/.exec(JSON.stringify(posted(ANA)[0]))?.[0];
    await ana(`PUT /api/v1/me/methods/${(added as { id: string }).id}/verification`, { code });

    await time.drive({ minutes: 20, status: 200 });
    await time.drive({ minutes: 3, status: 503 });
    const buttonOf = ({ blocks = [] }: Posted) =>
      blocks.flatMap(({ elements = [] }) => elements).find(({ action_id: id }) => id === "plimsoll:acknowledge");
    await time.until(() => posted(ANA).some((each) => buttonOf(each) !== undefined));
    const button = posted(ANA)
      .map(buttonOf)
      .find((each) => each !== undefined);
    assert.match(button?.value ?? "", /^page?_/);

    const click = (user: string, secret = SIGNING_SECRET): Promise<Response> => {
      const payload = {
        type: "block_actions",
        user: { id: user },
        response_url: `${slack.url}/answers`,
        actions: [button],
      };
      const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
      const at = String(Math.floor(time.now / 1_000));
      const signature = `v0=${createHmac("sha256", secret).update(`v0:${at}:${body}`).digest("hex")}`;
      const headers = { "x-slack-request-timestamp": at, "x-slack-signature": signature };
      return fetch(`${server.url}/hooks/slack`, { method: "POST", body, headers });
    };
    assert.equal((await click(ANA, SIGNING_SECRET.replace("0", "1"))).status, 401);
    assert.equal((await click("U0STRANGER")).status, 200);
    assert.deepEqual(await time.openPages(), ["open"]);
    assert.equal((await click(ANA)).status, 200);
    assert.deepEqual(await time.openPages(), ["acknowledged"]);

    const answers = (): string[] =>
      slack.received.filter(({ path }) => path === "/answers").map(({ body }) => (JSON.parse(body) as Posted).text);
    await time.until(() => answers().length >= 2);
    assert.match(answers()[0] ?? "", /does not know who you are/);
    assert.match(answers()[1] ?? "", /orders.*ana has it until/);
    assert.equal(await server.stop(), 0);
  });
});

/** Ana, who came by an invitation; gives what asks in her name. */
async function accepted(server: RunningServer, time: PassingTime, arrived: readonly { readonly raw: string }[]) {
  await time.send("POST /api/v1/invitations", { mail: "ana@example.com", name: "Ana", roles: ["operator"] });
  await time.until(() => arrived.length > 0);
  const token = /token=3D([\w-]+(?:=\r\n[\w-]+)?)/.exec(arrived[0]?.raw ?? "")?.[1]?.replace("=\r\n", "");
  const json = { "content-type": "application/json" };
  const body = JSON.stringify({ token, password: "a password of twelve", name: "Ana" });
  const entered = await fetch(`${server.url}/api/v1/invitations/accept`, { method: "POST", body, headers: json });
  const cookie = entered.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const session = (await entered.json()) as { csrf: string };
  return async (place: string, given: object): Promise<unknown> => {
    const [method = "", path = ""] = place.split(" ");
    const headers = { ...json, cookie, "x-csrf-token": session.csrf };
    const answer = await fetch(`${server.url}${path}`, { method, body: JSON.stringify(given), headers });
    const text = await answer.text();
    assert.ok(answer.ok, `${place}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
}
