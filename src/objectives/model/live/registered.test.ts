import assert from "node:assert/strict";
import { test } from "node:test";
import { START } from "../recorded.testing.ts";
import { GRID_MS } from "../engine/windows.ts";
import { LiveObjectives } from "./live-objectives.ts";
import { columnsOf, namesOf, OBJECTIVES } from "./live.testing.ts";

test("a registered client has objectives of its own, however many others came before, also when it is registered later", () => {
  const registered = new Set([4]);
  const names = namesOf(6);
  const live = new LiveObjectives({ names, isRegistered: (client) => registered.has(client) });
  live.addApi({ api: "orders", objectives: OBJECTIVES, startedAt: START, clientsMax: 2 });
  const order = [0, 1, 2, 3, 4, 5];
  const countAll = (at: number): void => {
    live.count(columnsOf(order.map((client) => ({ at, client, status: 200, durationUs: 1_000 }))));
    live.tick(at + GRID_MS);
  };
  countAll(START);
  const [objective] = OBJECTIVES;
  const page = { sort: "client", offset: 0, limit: 10 } as const;
  const clients = () => live.clientResults("orders", objective?.name ?? "", page).results.map(({ client }) => client);
  assert.deepEqual([clients(), live.limitsOf("orders").clientsLeftOut], [["client-0", "client-1", "client-4"], 3]);
  registered.add(5);
  countAll(START + GRID_MS);
  assert.deepEqual(
    [clients(), live.limitsOf("orders").clientsLeftOut],
    [["client-0", "client-1", "client-4", "client-5"], 2],
  );
});
