import { allObjectivesFiles, apisAfter } from "#apis";
import type { State } from "#storage";
import type { TakenApi } from "./live-apis.ts";
import { objectivesOf } from "./objectives-of.ts";

const PAGE = 200;

/** All APIs with what they promise, as the state has them. */
export async function takenApis(state: State): Promise<TakenApi[]> {
  const texts = new Map((await allObjectivesFiles(state.read)).map(({ api, text }) => [api, text]));
  const taken: TakenApi[] = [];
  for (let after = ""; ;) {
    const rows = await apisAfter(state.read, after, PAGE);
    for (const { api, created_at: createdAt } of rows) {
      const text = texts.get(api) ?? "";
      taken.push({ api, createdAt, objectives: text.trim() === "" ? [] : objectivesOf(text, api) });
      after = api;
    }
    if (rows.length < PAGE) return taken;
  }
}
