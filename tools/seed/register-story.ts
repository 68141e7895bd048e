import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Refusal } from "#kernel";
import { callServer, type LiveStoryName, refuseFailure, type ServerAccess } from "#stories";

const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));

/** A client that asks for another plan and waits for an answer, so that there is something to decide. */
interface PlanWish {
  readonly client: string;
  readonly plan: string;
  readonly reason: string;
}

/** What is known of a story beside its traffic: its text in examples/, what counts its requests, and what is undecided. */
interface Registered {
  readonly folder: string;
  readonly source: "gateway" | "push";
  readonly wish?: PlanWish;
}

const REGISTERED: Partial<Record<LiveStoryName, Registered>> = {
  "first-api": {
    folder: fileURLToPath(new URL("../../examples/first-api", import.meta.url)),
    source: "gateway",
    wish: { client: "quay-app", plan: "gold", reason: "We open our second shop next month." },
  },
  "bad-day": { folder: fileURLToPath(new URL("../../examples/bad-day", import.meta.url)), source: "push" },
};

/** What counts a story's requests. */
export function sourceOf(name: LiveStoryName): Registered["source"] {
  return REGISTERED[name]?.source ?? "push";
}

/**
 * Applies the text of a story, as anybody would, and lets go of what it made, so that all of it can be tried in the
 * console; then asks for what is undecided. Nothing for a story without a text.
 */
export async function registerStory(name: LiveStoryName, access: ServerAccess): Promise<void> {
  const registered = REGISTERED[name];
  if (registered === undefined) return;
  await apply(registered.folder, access);
  const owned = await get<{ kind: string; name: string; managedBy: string }>(access, "/configuration");
  for (const { kind, name: object } of owned.filter(({ managedBy }) => managedBy === name)) {
    await send(access, { method: "POST", path: "/configuration/release", body: { kind, name: object } });
  }
  if (registered.wish === undefined) return;
  const { client, plan, reason } = registered.wish;
  for (const { id } of await get<{ id: string }>(access, `/subscriptions?client=${client}`)) {
    await send(access, { method: "PUT", path: `/subscriptions/${id}/plan`, body: { plan, reason } });
  }
}

async function apply(folder: string, { url, token, signal }: ServerAccess): Promise<void> {
  const child = spawn(process.execPath, [PLIMSOLL, "apply", "-f", folder], {
    stdio: ["ignore", process.stderr, process.stderr],
    env: { ...process.env, PLIMSOLL_SERVER: url, PLIMSOLL_TOKEN: token },
    signal,
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code === 0) return;
  throw new Refusal("invalid", "seed.not-applied", `The text of the story was not applied (${folder}), see above.`);
}

async function get<T>(access: ServerAccess, path: string): Promise<readonly T[]> {
  const answer = await refuseFailure(await callServer(access, { path: `/api/v1${path}` }));
  return ((await answer.json()) as { items: readonly T[] }).items;
}

interface Change {
  readonly method: "POST" | "PUT";
  readonly path: string;
  readonly body: unknown;
}

async function send(access: ServerAccess, { method, path, body }: Change): Promise<void> {
  const headers = { "content-type": "application/json" };
  const call = { path: `/api/v1${path}`, method, headers, body: JSON.stringify(body) };
  await (await refuseFailure(await callServer(access, call))).arrayBuffer();
}
