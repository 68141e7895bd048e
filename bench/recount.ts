import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PRODUCTION } from "#intake";
import { DAY_MS, HOUR_MS, Random } from "#kernel";
import { FileSlotLists, GRID_MS, LiveObjectives, type Objective } from "#objectives";
import { Dictionaries, RecordColumns } from "#records";
import { AVAILABILITY_999 } from "../src/objectives/model/recorded.testing.ts";

/**
 * What a start without a snapshot costs the objectives, decoding and traffic counts apart: `dense`, a day (`--hours`) at
 * 1,000 requests a second in their order, ticked as the server ticked then; and `late`, 30 days with 3.2 M requests that
 * all came within a minute, long after they happened. Objectives (`--objectives`, 3) of one API and of each client, whose
 * shares fall like 1 ÷ rank. Goals for the day: ≤ 50 ns of CPU a record, ≤ 4 s for its 8,640 ticks.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    hours: { type: "string", default: "24" },
    objectives: { type: "string", default: "3" },
  },
});
const START = Date.UTC(2026, 0, 31);
const PAGE_ROWS = 1_000;
/** Pages that are drawn; they come again and again, moved in time. */
const PAGES = 200;

interface Scene {
  readonly live: LiveObjectives;
  readonly clients: number;
  readonly random: Random;
}

if (values.only !== "late") inScene(1_000, START, denseDay);
if (values.only !== "dense") inScene(40, START - 30 * DAY_MS, lateMonth);

/** Ten pages, of a second each, in each slot. */
function denseDay(scene: Scene): void {
  const pages = Array.from({ length: PAGES }, () => pageOf(scene));
  const slots = (Number(values.hours) * HOUR_MS) / GRID_MS;
  const pagesPerSlot = GRID_MS / PAGE_ROWS;
  const spent = { count: 0, tick: 0 };
  for (let slot = 0; slot < slots; slot++) {
    const at = START + slot * GRID_MS;
    const counted = Array.from({ length: pagesPerSlot }, (_, second) =>
      moved(pages[(slot * pagesPerSlot + second) % PAGES] as RecordColumns, at + second * PAGE_ROWS, 1),
    );
    spent.count += cpuMsOf(() => {
      for (const page of counted) scene.live.count(page);
    });
    spent.tick += cpuMsOf(() => scene.live.tick(at + GRID_MS));
  }
  const records = slots * pagesPerSlot * PAGE_ROWS;
  print(`dense: ${records} records, ${values.objectives} objectives of the API and of ${scene.clients} clients`);
  print(`  ${((spent.count * 1e6) / records).toFixed(0)} ns of CPU a record`);
  print(`  ${(spent.tick / 1e3).toFixed(2)} s of CPU for ${slots} ticks, ${(spent.tick / slots).toFixed(2)} ms each`);
}

/** The requests of thirty days, in order, six ticks apart. */
function lateMonth(scene: Scene): void {
  const records = 3_200_000;
  const ticks = 6;
  const spacingMs = (30 * DAY_MS) / records;
  const pages = Array.from({ length: PAGES }, () => pageOf(scene));
  const spent = { count: 0, tick: 0 };
  scene.live.tick(START);
  let page = 0;
  for (let tick = 1; tick <= ticks; tick++) {
    for (; page < (records * tick) / ticks / PAGE_ROWS; page++) {
      const from = START - 30 * DAY_MS + page * PAGE_ROWS * spacingMs;
      const columns = moved(pages[page % PAGES] as RecordColumns, from, spacingMs);
      spent.count += cpuMsOf(() => scene.live.count(columns));
    }
    spent.tick += cpuMsOf(() => scene.live.tick(START + tick * GRID_MS));
  }
  print(`late: ${records} records of 30 days that came in ${ticks} ticks, ${scene.clients} clients`);
  print(`  ${(spent.count / 1e3).toFixed(2)} s of CPU to count, ${(spent.tick / 1e3).toFixed(2)} s in ticks`);
}

function inScene(clients: number, startedAt: number, play: (scene: Scene) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
  const lists = new FileSlotLists(directory);
  const names = new Dictionaries();
  names.environments.idOf(PRODUCTION);
  for (let client = 0; client < clients; client++) names.clients.idOf(`client-${client}`);
  for (let operation = 0; operation < 20; operation++) names.operations.idOf(`GET /${operation}`);
  const live = new LiveObjectives({ names, lists });
  live.addApi({ api: "orders", objectives: objectives(), startedAt, clientsMax: 100_000 });
  play({ live, clients, random: new Random(3) });
  print(`  ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident, ${(lists.bytes / 1e6).toFixed(0)} MB of lists`);
  lists.close();
  rmSync(directory, { recursive: true });
}

/** Availability and latencies, each of the API and of each client. */
function objectives(): Objective[] {
  return Array.from({ length: Number(values.objectives) }, (_, index) => ({
    ...AVAILABILITY_999,
    api: "orders",
    name: `orders/objective-${index}`,
    perClient: true,
    window: { kind: "rolling", lengthMs: 30 * DAY_MS },
    indicator: index === 0 ? { kind: "availability" } : { kind: "latency", thresholdUs: index * 100_000 },
  }));
}

/** One of two thousand fails, as many are slow: half the budget. */
function pageOf({ clients, random }: Scene): RecordColumns {
  const columns = new RecordColumns(PAGE_ROWS);
  columns.length = PAGE_ROWS;
  for (let row = 0; row < PAGE_ROWS; row++) {
    // Drawn evenly between the logarithms of the ranks: their shares fall like 1 ÷ rank.
    columns.client[row] = Math.floor((clients + 1) ** random.next()) - 1;
    columns.operation[row] = random.below(20);
    columns.status[row] = random.below(2_000) === 0 ? 503 : 200;
    columns.durationUs[row] = random.below(2_000) === 0 ? 900_000 : random.below(100_000);
  }
  return columns;
}

/** Moves a page to where its first request is at an instant, and each later one so many ms further. */
function moved(page: RecordColumns, from: number, spacingMs: number): RecordColumns {
  for (let row = 0; row < page.length; row++) page.at[row] = Math.floor(from + row * spacingMs);
  return page;
}

/** CPU, of all threads of this process: other processes on the machine do not count. */
function cpuMsOf(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
