import type { LiveApi } from "../model/live-story.ts";
import { callServer, refuseFailure, type ServerAccess } from "./call-server.ts";

/** An API as the server lists it. */
export interface ListedApi {
  readonly api: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The APIs of a server, as far as a story needs them. */
export class StoryApis {
  readonly #access: ServerAccess;

  constructor(access: ServerAccess) {
    this.#access = access;
  }

  /** All that it has. */
  async list(): Promise<readonly ListedApi[]> {
    const apis: ListedApi[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
      const page: Page<ListedApi> = await this.#get(`/api/v1/apis${after}`);
      apis.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    return apis;
  }

  /** The objectives file of an API; "" when it has none. */
  async objectivesFileOf(api: string): Promise<string> {
    const response = await callServer(this.#access, { path: `/api/v1/apis/${api}/objectives-file` });
    return response.status === 404 ? "" : (await refuseFailure(response)).text();
  }

  /** Creates an API with its objectives. */
  async put({ api, title, url, objectivesFile }: LiveApi): Promise<void> {
    const path = `/api/v1/apis/${api}`;
    await this.#put(path, "application/json", JSON.stringify({ title, at: url }));
    await this.#put(`${path}/objectives-file`, "text/yaml", objectivesFile);
  }

  /** Start of the newest record of an API between two instants, all RFC 3339; null when there is none. */
  async newestAt(api: string, from: string, to: string): Promise<string | null> {
    const asked = new URLSearchParams({ api, from, to, limit: "1" });
    const page: Page<{ readonly at: string }> = await this.#get(`/api/v1/records?${asked.toString()}`);
    return page.items[0]?.at ?? null;
  }

  async #get<T>(path: string): Promise<T> {
    return (await (await refuseFailure(await callServer(this.#access, { path }))).json()) as T;
  }

  async #put(path: string, type: string, body: string): Promise<void> {
    const call = { path, method: "PUT", headers: { "content-type": type }, body } as const;
    await (await refuseFailure(await callServer(this.#access, call))).arrayBuffer();
  }
}
