import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "#kernel";

/** Where a server is, and its two tokens. */
export interface StoryAccess {
  readonly url: string;
  readonly adminToken: string;
  readonly intakeToken: string;
}

/** The server that the environment names (PLIMSOLL_SERVER, PLIMSOLL_TOKEN; one token does both); null = none. */
export function namedAccess(): StoryAccess | null {
  const url = process.env["PLIMSOLL_SERVER"];
  const token = process.env["PLIMSOLL_TOKEN"];
  if (url === undefined) return null;
  if (token === undefined) {
    throw new Refusal("invalid", "seed.wrong-use", "PLIMSOLL_SERVER is set; PLIMSOLL_TOKEN must say what opens it.");
  }
  return { url, adminToken: token, intakeToken: token };
}

/** What a server writes at its first start, for scripts. */
export function bootstrapOf(directory: string): StoryAccess | null {
  const file = join(directory, "bootstrap.json");
  if (!existsSync(file)) return null;
  const { url, adminToken, intakeToken } = JSON.parse(readFileSync(file, "utf8")) as Partial<StoryAccess>;
  if (url === undefined || adminToken === undefined || intakeToken === undefined) {
    throw new Refusal(
      "invalid",
      "seed.bootstrap",
      `${file} lacks url, adminToken or intakeToken. Start the server on this data directory once more: it writes them.`,
    );
  }
  return { url, adminToken, intakeToken };
}
