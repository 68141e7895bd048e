import assert from "node:assert/strict";
import type { Arrived } from "../../src/mail/server.testing.ts";
import type { RunningServer } from "./running-server.ts";

/** Letters to an address that speak of something, their lines put together again. */
export function lettersTo(arrived: readonly Arrived[], to: string, about: string): string[] {
  return arrived
    .filter((letter) => letter.to.includes(to))
    .map(({ raw }) => wordsOf(raw))
    .filter((words) => words.includes(about));
}

/** The link in a letter by which its reader acknowledges, on the address at which the server is reached now. */
export function acknowledgeLink(words: string, server: RunningServer): URL {
  const link = /http:\S+\/act\/[\w.-]+(?:\?[\w=&-]+)?/.exec(words)?.[0];
  assert.ok(link !== undefined, `no link in ${words}`);
  const { pathname, search } = new URL(link);
  return new URL(pathname + search, server.url);
}

/** How people come in: `invite`: they are not invited yet; `letter` waits for one. */
export interface Welcome {
  readonly invite: boolean;
  readonly letter: (to: string, about: string) => Promise<string>;
}

/** People accept their invitations by the link of their letter, and so prove their address. */
export async function welcome(
  server: RunningServer,
  handles: readonly string[],
  { invite, letter }: Welcome,
): Promise<void> {
  for (const handle of handles) {
    const mail = `${handle}@example.com`;
    const name = `${handle.charAt(0).toUpperCase()}${handle.slice(1)}`;
    if (invite) await send(server, "POST /api/v1/invitations", { mail, name, roles: ["operator"] });
    const token = /token=([\w-]+)/.exec(await letter(mail, "invit"))?.[1];
    const body = JSON.stringify({ token, password: "a password of twelve", name });
    const headers = { "content-type": "application/json", authorization: "" };
    const accepted = await server.call("/api/v1/invitations/accept", { method: "POST", body, headers });
    assert.equal(accepted.ok, true, await accepted.text());
  }
}

/** A schedule with one person, a policy of two steps, and a routing of groups by API that tells of changes after `update`. */
export async function putOnCall(
  server: RunningServer,
  [first, second]: readonly [string, string],
  update: string,
): Promise<void> {
  const layers = [{ rotate: [first], every: "1 week", from: "2026-11-02T09:00" }];
  await send(server, "PUT /api/v1/schedules/primary", { definition: JSON.stringify({ zone: "UTC", layers }) });
  const steps = [{ page: ["schedule:primary"] }, { page: [`person:${second}`], after: "5m" }];
  await send(server, "PUT /api/v1/escalations/standard", {
    text: JSON.stringify({ steps, rounds: 2, fallback: `person:${first}` }),
  });
  const routing = { default: { escalate: "standard", group: ["api"], wait: "0s", update, repeat: "4h" } };
  await send(server, "PUT /api/v1/routing", { text: JSON.stringify({ routing }) });
}

/** Open pages, with who has them. */
export async function openPages(server: RunningServer): Promise<{ state: string; acknowledgedBy: string[] }[]> {
  const answer = await server.call("/api/v1/pages?state=open");
  const { items } = (await answer.json()) as { items: { state: string; acknowledgements: { by: string }[] }[] };
  return items.map(({ state, acknowledgements }) => ({
    state,
    acknowledgedBy: acknowledgements.map(({ by }) => by),
  }));
}

/** A change over HTTP that has to work. */
export async function send(server: RunningServer, place: string, body: object): Promise<unknown> {
  const [method = "", path = ""] = place.split(" ");
  const headers = { "content-type": "application/json" };
  const answer = await server.call(path, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${place}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

/** A letter as it came over the wire, with its lines put together again. */
export function wordsOf(raw = ""): string {
  return raw.replace(/=\r\n/g, "").replace(/=3D/g, "=").replace(/\r\n/g, " ");
}
