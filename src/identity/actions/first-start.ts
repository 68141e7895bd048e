import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Clock, Ids } from "#kernel";
import { type State, wholeFile } from "#storage";
import { findSetup, insertToken, replaceSetup } from "../store.ts";
import { activeAdministrators } from "../store/people.ts";
import { newSecret, secretHash } from "./secret.ts";
import { rowOf } from "./token-actions.ts";
import type { TokenBook } from "./token-book.ts";
import { writeAudit } from "./write-audit.ts";

/** Where the server is reached, and where it keeps things. */
export interface FirstStart {
  readonly directory: string;
  /** Without a slash at its end: `http://localhost:4747`. */
  readonly publicUrl: string;
}

/** What first starting stands on. */
export interface FirstStartParts {
  readonly state: State;
  readonly book: TokenBook;
  readonly clock: Clock;
  readonly ids: Ids;
}

const bootstrapSchema = z.object({
  /** Of the server, for scripts. */
  url: z.string(),
  /** The one-time link, for a person. */
  setupUrl: z.string(),
  adminToken: z.string(),
  intakeToken: z.string(),
});

/**
 * Gives the one-time link while there is no administrator, and writes `bootstrap.json` with it and two tokens for
 * scripts. A start that comes before anybody used the link gives the same one again. The file is on disk before what
 * it says is valid, so a crash in between leaves a file that the next start replaces, never tokens that nobody has.
 */
export async function prepareSetUp(parts: FirstStartParts, place: FirstStart): Promise<string | undefined> {
  const { state } = parts;
  const file = join(place.directory, "bootstrap.json");
  const before = await readBootstrap(file);
  const token = before?.setupUrl.split("?token=")[1] ?? "";
  const isSetUp = (await activeAdministrators(state.read)).length > 0;
  const setup = await findSetup(state.read);
  if (!isSetUp && (before === undefined || setup?.sha256 !== secretHash(token))) return newSetUp(parts, place, file);
  const setupUrl = linkOf(place, token);
  // Scripts find the server by this file, also when it listens elsewhere than the last time.
  if (before !== undefined && setupUrl !== before.setupUrl) {
    await writeBootstrap(file, { ...before, url: place.publicUrl, setupUrl });
  }
  return isSetUp ? undefined : setupUrl;
}

async function newSetUp(
  { state, book, clock, ids }: FirstStartParts,
  place: FirstStart,
  file: string,
): Promise<string> {
  const setupToken = newSecret("pls");
  const [adminToken, intakeToken] = [newSecret("plm"), newSecret("plm")];
  const setupUrl = linkOf(place, setupToken);
  await writeBootstrap(file, { url: place.publicUrl, setupUrl, adminToken, intakeToken });
  const now = clock.now();
  const made = { now, createdBy: "first start", expiresAt: null };
  const rows = [
    rowOf({ ...made, id: ids.next("tok"), name: "admin (bootstrap.json)", scopes: ["admin"], token: adminToken }),
    rowOf({
      ...made,
      id: ids.next("tok"),
      name: "intake (bootstrap.json)",
      scopes: ["records:write"],
      token: intakeToken,
    }),
  ];
  await state.transact(async (tx) => {
    await replaceSetup(tx, secretHash(setupToken), now);
    for (const row of rows) await insertToken(tx, row);
    const by = { kind: "program", name: "plimsoll" } as const;
    await writeAudit(tx, { at: now, by, action: "setup.prepare", subject: "setup:link", address: "" });
    tx.afterCommit(() => {
      for (const row of rows) book.add(row);
    });
  });
  return setupUrl;
}

function linkOf({ publicUrl }: FirstStart, token: string): string {
  return `${publicUrl}/setup?token=${token}`;
}

async function writeBootstrap(file: string, content: z.infer<typeof bootstrapSchema>): Promise<void> {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  await wholeFile(file, (unfinished) => writeFile(unfinished, text, { mode: 0o600 }));
}

/** Undefined when there is none, or none that can be read: then a new one is made. */
async function readBootstrap(file: string): Promise<z.infer<typeof bootstrapSchema> | undefined> {
  try {
    return bootstrapSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}
