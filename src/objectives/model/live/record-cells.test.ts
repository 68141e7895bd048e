import assert from "node:assert/strict";
import { test } from "node:test";
import { PRODUCTION } from "#intake";
import { Dictionaries, RecordColumns } from "#records";
import { AVAILABILITY_COLUMN, CountedObjectives } from "../counts/counted-objectives.ts";
import { AVAILABILITY_999, START } from "../recorded.testing.ts";
import { ExcludedTime } from "./excluded-time.ts";
import { RecordCells } from "./record-cells.ts";
import { API_SERIES, CLIENT_SERIES } from "./series-rows.ts";

const IN_A_FRAME = 1_000;
/** More than two tables hold. */
const FRAMES = 150;

/** Counts what is handed on, by client. */
class HandedOn {
  readonly byClient = new Map<number, number>();
  ofApi = 0;
  /** Cells since this was set to 0. */
  cells = 0;
  readonly from: RecordCells;

  constructor() {
    const names = new Dictionaries();
    names.environments.idOf(PRODUCTION);
    this.from = new RecordCells({
      excluded: new ExcludedTime([]),
      names,
      counted: new CountedObjectives([AVAILABILITY_999], names),
      onBad: () => undefined,
      onCell: (cells, index) => {
        this.cells++;
        const valid = cells.counts[index * cells.width + AVAILABILITY_COLUMN] as number;
        const series = cells.seriesAt(index);
        if (series === API_SERIES) this.ofApi += valid;
        else this.byClient.set(series - CLIENT_SERIES, (this.byClient.get(series - CLIENT_SERIES) ?? 0) + valid);
      },
    });
  }

  /** A frame of records, each of a client of its own; gives the cells that were handed on meanwhile. */
  count(frame: number): number {
    const columns = new RecordColumns(IN_A_FRAME);
    columns.length = IN_A_FRAME;
    columns.at.fill(START);
    columns.status.fill(200);
    columns.client.forEach((_, row) => (columns.client[row] = frame * IN_A_FRAME + row));
    this.cells = 0;
    this.from.count(columns, 0, IN_A_FRAME);
    return this.cells;
  }

  take(): number {
    let longest = 0;
    this.cells = 0;
    for (const _ of this.from.take()) {
      longest = Math.max(longest, this.cells);
      this.cells = 0;
    }
    return longest;
  }
}

test("each record is handed on once, a few cells at a time, however many come between two ticks", () => {
  const handedOn = new HandedOn();
  for (let tick = 1; tick <= 3; tick++) {
    for (let frame = 0; frame < FRAMES; frame++) assert.ok(handedOn.count(frame) <= 2 * IN_A_FRAME);
    // At most two tables are left.
    assert.ok(handedOn.ofApi > 0 || handedOn.byClient.size > FRAMES * IN_A_FRAME - 140_000);
    assert.ok(handedOn.take() <= 1_024);
    handedOn.from.goOn();
    assert.equal(handedOn.ofApi, tick * FRAMES * IN_A_FRAME);
    assert.equal(handedOn.byClient.size, FRAMES * IN_A_FRAME);
    assert.ok([...handedOn.byClient.values()].every((valid) => valid === tick));
  }
});

test("what comes while a tick is under way is kept for the next one", () => {
  const handedOn = new HandedOn();
  handedOn.count(0);
  const slices = handedOn.from.take();
  for (let frame = 1; frame < FRAMES; frame++) assert.equal(handedOn.count(frame), 0);
  for (const _ of slices);
  assert.equal(handedOn.ofApi, IN_A_FRAME);
  handedOn.take();
  assert.equal(handedOn.ofApi, FRAMES * IN_A_FRAME);
});
