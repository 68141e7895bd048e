import type { RefusalFault } from "#kernel";
import { openHouse } from "../identity/house.testing.ts";
import type { ApiChanged } from "./actions/api-changed.ts";
import { OpenApiThreads } from "./actions/openapi-threads.ts";
import { saveApi } from "./actions/save-api.ts";
import { apisRoutes } from "./http.ts";
import { apisMigrations } from "./migrations.ts";

/** The routes of APIs on a real application; whoever asks is an administrator. `changes` is what listeners were told. */
export async function openTestServer() {
  const changes: ApiChanged[] = [];
  const routes = apisRoutes({
    checkObjectives,
    onChanged: (change) => changes.push(change),
    openApi: new OpenApiThreads(),
    firstObjectives: (api) => `# of ${api}\n`,
  });
  const modules = [{ module: "apis", migrations: apisMigrations }];
  const house = await openHouse({ modules, routes: () => routes });
  return Object.assign(house, {
    changes,
    putText: (url: string, body: string, headers = {}) =>
      house.put(url, body, { "content-type": "text/yaml", ...headers }),
    /** Gives an API to a configuration text. */
    own: (api: string, managedBy: string) =>
      house.state.transact((tx) => saveApi(tx, { api }, { now: house.clock.now(), managedBy })),
  });
}

/** Stands for the judge of objectives that lies above: each line with "bad" is a fault. */
function checkObjectives(text: string): RefusalFault[] {
  return text.split("\n").flatMap((line, index) => {
    const column = line.indexOf("bad") + 1;
    return column === 0 ? [] : [{ detail: "this is bad", line: index + 1, column }];
  });
}
