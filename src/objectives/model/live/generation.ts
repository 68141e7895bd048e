import { ceilTo, HOUR_MS, type Interval, MINUTE_MS, type SaveReader, type SaveWriter } from "#kernel";
import type { Dictionaries, RecordColumns } from "#records";
import { AlertBook } from "../alerts/alert-book.ts";
import type { Explaining } from "../alert-result.ts";
import type { Cells } from "../counts/cells.ts";
import { AVAILABILITY_COLUMN, CountedObjectives } from "../counts/counted-objectives.ts";
import type { Coverage } from "../engine/coverage.ts";
import { Engine } from "../engine/engine.ts";
import type { SlotLists } from "../engine/slot-lists.ts";
import type { SliceVerdict } from "../engine/slices.ts";
import { Instances, WHOLE_API } from "../engine/instances.ts";
import { GRID_MS, windowFrom } from "../engine/windows.ts";
import type { Objective } from "../objective.ts";
import type { Blame } from "../results.ts";
import type { ExcludedTime } from "./excluded-time.ts";
import { RecordCells } from "./record-cells.ts";
import { API_SERIES, EXCLUDED_SERIES, NO_ROW, SeriesRows, type IsRegistered } from "./series-rows.ts";
import { LivePast } from "./live-past.ts";
import type { BadRing } from "./bad-ring.ts";

/** Old records are judged in steps of this, but for the last hours before now. */
const COARSE_MS = 10 * MINUTE_MS;
const CLOSELY_MS = 6 * HOUR_MS;

/** What the generations of an API have in common. */
export interface GenerationTerms {
  readonly api: string;
  readonly names: Dictionaries;
  readonly guard: boolean;
  /** When the measurement began, on the grid. */
  readonly startedAt: number;
  readonly coverage: Coverage | undefined;
  /** Of all generations alike. */
  readonly excluded: ExcludedTime;
  /** Clients that are not registered and get instances of their own; later ones are counted in the API only. */
  readonly clientsMax: number;
  readonly isRegistered: IsRegistered;
  readonly badRing: BadRing;
  /** Where slot lists go that are closed. */
  readonly lists: SlotLists;
  /** Told of the requests that are valid for availability, by slot. */
  readonly onTraffic: (slot: number, valid: number) => void;
}

/** The objectives of an API as they are promised at a time, and all that is counted for them. */
export class Generation {
  readonly number: number;
  readonly terms: GenerationTerms;
  readonly objectives: readonly Objective[];
  readonly counted: CountedObjectives;
  readonly engine: Engine;
  readonly book: AlertBook;
  /** By objective. */
  readonly pasts: readonly LivePast[];
  /** Running totals since the server began to count: valid of objective i at 2i, bad at 2i + 1. */
  readonly totals: Float64Array;
  /** Requests of single clients that came too late to change what their slices of time were judged to be. */
  slicesTooLate = 0;
  readonly #rows: SeriesRows;
  /** By objective: where it stands in a cell, −1 for one without counts. */
  readonly #columns: Int32Array;
  readonly #cells: RecordCells;
  /** One object for all counts of a cell: nobody keeps it. */
  readonly #units = { valid: 0, bad: 0 };

  constructor(number: number, objectives: readonly Objective[], terms: GenerationTerms) {
    this.number = number;
    this.terms = terms;
    this.objectives = objectives;
    this.counted = new CountedObjectives(objectives, terms.names);
    const nobody = new Int32Array(0);
    const instances = new Instances(this.counted.all.map(({ objective }) => ({ objective, clients: nobody })));
    const { startedAt, guard, coverage, api, lists } = terms;
    this.engine = new Engine({
      instances,
      startedAt,
      guard,
      lists,
      ...(coverage === undefined ? {} : { coverage: new Map([[api, coverage]]) }),
    });
    this.book = new AlertBook(this.engine, guard, (_, at) => terms.excluded.endOfQuiet(at));
    this.pasts = instances.objectives.map((_, objective) => new LivePast(this.engine, objective, lists));
    this.totals = new Float64Array(2 * instances.objectives.length);
    this.#columns = Int32Array.from(this.counted.all, ({ column }) => column ?? -1);
    this.#rows = new SeriesRows(this.engine, terms);
    this.#cells = new RecordCells({
      counted: this.counted,
      names: terms.names,
      excluded: terms.excluded,
      onBad: (place, column) => terms.badRing.add(place, number, column),
      onCell: (cells, index) => this.#takeCell(cells, index),
    });
  }

  /** Counts those of the rows [from, to) of columns that are of kind client. */
  count(columns: RecordColumns, from: number, to: number): void {
    this.#cells.count(columns, from, to);
  }

  /**
   * Hands what was counted until this call to the engine, in slices. What is counted afterwards is for the next time; it
   * stays in cells until the move that this belongs to is over.
   */
  drain(): Generator<void, void> {
    return this.#cells.take();
  }

  /**
   * Goes to `at` in slices, through each instant at which something can change, and hands the changes to the alert book.
   * Counting in between is for the next time.
   */
  *moveTo(at: number): Generator<void, void> {
    yield* this.drain();
    while (this.engine.sums.head < at) {
      const due = Math.min(this.engine.nextAt, this.book.nextAt, at);
      const next = Math.min(at, Math.max(ceilTo(due, GRID_MS), this.engine.sums.head + GRID_MS));
      const changes = yield* this.engine.slices(next);
      yield* this.book.slices(next, changes);
      for (const past of this.pasts) past.tick(next);
    }
    this.#cells.goOn();
  }

  /**
   * Goes to `at` without a word: old records are being read. Coarsely, as long as that is long before `now`. What is
   * counted after this call is for the next time.
   */
  fill(at: number, now: number): Generator<void, void> {
    return this.#fill(this.drain(), { at, now });
  }

  /** Goes on counting where the generation before stopped: totals never fall, and a new objective begins at 0. */
  continue(previous: Generation): void {
    const before = new Map(previous.engine.instances.objectives.map(({ name }, index) => [name, 2 * index]));
    this.engine.instances.objectives.forEach(({ name }, index) => {
      const place = before.get(name);
      this.totals[2 * index] = place === undefined ? 0 : (previous.totals[place] as number);
      this.totals[2 * index + 1] = place === undefined ? 0 : (previous.totals[place + 1] as number);
    });
  }

  /** The longest window that any pair looks at, and a step more: what ended before that mutes nothing. */
  get longestMs(): number {
    const lengths = this.engine.instances.objectives.flatMap((_, objective) =>
      this.engine.policyOf(this.engine.instances.baseOf(objective)).rules.map(({ pair }) => pair.longMs),
    );
    return Math.max(0, ...lengths) + HOUR_MS;
  }

  /** Clients without instances of their own, as there were too many when they came. */
  get clientsLeftOut(): number {
    return this.#rows.clientsLeftOut;
  }

  /** Between two ticks; what was counted since the last one is handed to the engine first. */
  save(to: SaveWriter): void {
    for (const _ of this.drain());
    this.#cells.goOn();
    to.json("objectives", { number: this.number, objectives: this.#promised() });
    to.numbers("totals", this.totals);
    this.#rows.save(to);
    this.engine.save(to.within("engine"));
    this.pasts.forEach((past, objective) => past.save(to.within(`past${objective}`)));
  }

  /** Into a generation of the same number and objectives that has counted nothing. */
  restore(from: SaveReader): void {
    this.totals.set(from.float64("totals"));
    this.engine.restore(from.within("engine"));
    this.#rows.restore(from);
    this.pasts.forEach((past, objective) => past.restore(from.within(`past${objective}`)));
  }

  /** Gives back what lies on the shelf: nobody will ask anything any more. */
  release(): void {
    this.engine.sums.release();
    for (const past of this.pasts) past.release();
  }

  /** All objectives, with the targets that they have now. */
  #promised(): Objective[] {
    const { objectives } = this.engine.instances;
    return this.objectives.map((objective) => objectives.find(({ name }) => name === objective.name) ?? objective);
  }

  /** What explains the alerts of this generation. */
  get explaining(): Explaining {
    const { names } = this.terms;
    return {
      instances: this.engine.instances,
      clientName: (client) => names.clients.nameOf(client),
      blame: (row, window) => this.#blame(row, window),
    };
  }

  *#fill(counted: Generator<void, void>, { at, now }: { at: number; now: number }): Generator<void, void> {
    yield* counted;
    for (let { head } = this.engine.sums; head < at; { head } = this.engine.sums) {
      const stepMs = now - head > CLOSELY_MS ? COARSE_MS : GRID_MS;
      const next = Math.min(at, ceilTo(head + 1, stepMs));
      yield* this.engine.slices(next);
      for (const past of this.pasts) past.tick(next);
    }
    this.#cells.goOn();
  }

  #takeCell(cells: Cells, index: number): void {
    const slot = cells.slotAt(index) * GRID_MS;
    const series = cells.seriesAt(index);
    if (series === EXCLUDED_SERIES) {
      this.#takeExcluded(cells, index);
      return;
    }
    const offset = index * cells.width;
    const { counts } = cells;
    const place = this.#rows.placeOf(series);
    const units = this.#units;
    for (let objective = 0; objective < this.#columns.length; objective++) {
      const column = this.#columns[objective] as number;
      units.valid = column < 0 ? 0 : (counts[offset + column] as number);
      if (units.valid === 0) continue;
      units.bad = counts[offset + column + 1] as number;
      const row = this.#rows.rowFor(objective, series, place);
      if (row !== NO_ROW) this.#countRow(slot, row, units);
      if (series === API_SERIES) this.#remember(objective, slot, units);
    }
    const valid = counts[offset + AVAILABILITY_COLUMN] as number;
    if (series === API_SERIES && valid > 0) this.terms.onTraffic(slot, valid);
  }

  #takeExcluded(cells: Cells, index: number): void {
    const slot = cells.slotAt(index) * GRID_MS;
    this.#columns.forEach((column, objective) => {
      if (column < 0) return;
      const place = index * cells.width + column;
      const counts = { valid: cells.counts[place] as number, bad: cells.counts[place + 1] as number };
      if (counts.valid > 0) this.pasts[objective]?.countExcluded(slot, counts);
    });
  }

  #remember(objective: number, slot: number, { valid, bad }: SliceVerdict): void {
    this.totals[2 * objective] = (this.totals[2 * objective] as number) + valid;
    this.totals[2 * objective + 1] = (this.totals[2 * objective + 1] as number) + bad;
    this.pasts[objective]?.count(slot, { valid, bad });
  }

  #countRow(slot: number, row: number, counts: SliceVerdict): void {
    if (this.engine.count(slot, row, counts)) return;
    const { method } = this.engine.policyOf(row);
    if (method.kind === "Occurrences") {
      this.engine.backfill(slot, row, { delta: counts });
      return;
    }
    const { instances } = this.engine;
    const objective = instances.objectiveOf(row);
    // What a client's slice had long ago nobody remembers: it stays as it was judged.
    if (row !== instances.baseOf(objective)) this.slicesTooLate += counts.valid;
    else {
      const before = this.pasts[objective]?.inSlice(slot, method.sliceMs);
      this.engine.backfill(slot, row, { delta: counts, ...(before === undefined ? {} : { before }) });
    }
  }

  #blame(row: number, window: Interval): Blame {
    const { instances } = this.engine;
    const client = instances.clientOf(row);
    const by = this.terms.badRing.blame({
      source: this.number,
      columns: this.counted.all[instances.objectiveOf(row)]?.blamed ?? [],
      ...(client === WHOLE_API ? {} : { client }),
      window,
    });
    return { ...by, activeClients: client === WHOLE_API ? this.#activeClients(window) : null };
  }

  /** Clients with a valid request in a window that ends now; null where not each client has an instance. */
  #activeClients({ from, to }: Interval): number | null {
    const { sums, instances } = this.engine;
    const objective = instances.objectives.findIndex(({ perClient }) => perClient);
    const window = sums.windows.findIndex((one) => one.kind === "rolling" && windowFrom(to, one.lengthMs) === from);
    if (objective < 0 || window < 0 || sums.head !== to || this.clientsLeftOut > 0) return null;
    let active = 0;
    for (const row of instances.eachRowOf(objective)) {
      if (row !== instances.baseOf(objective) && this.engine.validOf(row, window) > 0) active++;
    }
    return active;
  }
}
