import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "#kernel";

/** Where a server is, and its two tokens. */
export interface StoryAccess {
  readonly url: string;
  readonly adminToken: string;
  readonly intakeToken: string;
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
