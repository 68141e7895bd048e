import { allObjectivesFiles, apisAfter, countingSource, maintenanceWindows } from "#apis";
import type { Interval } from "#kernel";
import type { State } from "#storage";
import type { TakenApi } from "./live-apis.ts";
import { objectivesOf } from "./objectives-of.ts";

const PAGE = 200;

/** All APIs with what they promise, as the state has them. */
export async function takenApis(state: State): Promise<TakenApi[]> {
  const texts = new Map((await allObjectivesFiles(state.read)).map(({ api, text }) => [api, text]));
  const windows = Map.groupBy(await maintenanceWindows(state.read), ({ api }) => api);
  const maintenanceOf = (api: string): Interval[] => windows.get(api)?.map(({ from, to }) => ({ from, to })) ?? [];
  const taken: TakenApi[] = [];
  for (let after = ""; ;) {
    const rows = await apisAfter(state.read, after, PAGE);
    for (const row of rows) {
      const { api, created_at: createdAt } = row;
      const text = texts.get(api) ?? "";
      const objectives = text.trim() === "" ? [] : objectivesOf(text, api);
      taken.push({ api, createdAt, objectives, maintenance: maintenanceOf(api), source: countingSource(row) });
      after = api;
    }
    if (rows.length < PAGE) return taken;
  }
}
