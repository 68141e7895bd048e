import { floorTo, type SaveReader, type SaveWriter } from "#kernel";
import type { ListShelf } from "./list-shelf.ts";
import { SlotList } from "./slot-list.ts";

/** The non-empty lists of one step length, oldest first. Old ones leave at the front, new ones come near the end. */
export class Level {
  readonly stepMs: number;
  /** About how long a list stays here. */
  readonly keptMs: number;
  readonly #lists: SlotList[] = [];
  readonly #shelf: ListShelf;

  constructor(stepMs: number, keptMs: number, shelf: ListShelf) {
    this.stepMs = stepMs;
    this.keptMs = keptMs;
    this.#shelf = shelf;
  }

  /** The list that holds this instant, made when there is none. */
  listOf(instant: number): SlotList {
    const start = floorTo(instant, this.stepMs);
    const last = this.#lists.at(-1);
    if (last?.start === start) return last;
    const index = this.#indexFrom(start);
    const known = this.#lists[index];
    if (known?.start === start) return known;
    const made = new SlotList(start, this.#shelf);
    this.#lists.splice(index, 0, made);
    return made;
  }

  /** The first list that starts at `instant` or later. */
  firstFrom(instant: number): SlotList | undefined {
    return this.#lists[this.#indexFrom(instant)];
  }

  /** Takes out the lists that start before `instant`. */
  takeBefore(instant: number): SlotList[] {
    return this.#lists.splice(0, this.#indexFrom(instant));
  }

  /** How many entries the list before this one has: a slot is like the one before. */
  lengthBefore(list: SlotList): number {
    return this.#lists[this.#indexFrom(list.start) - 1]?.length ?? 0;
  }

  /** All lists, the oldest first. */
  get all(): readonly SlotList[] {
    return this.#lists;
  }

  /** Blocks are only referred to: they must be kept where they lie. */
  save(to: SaveWriter): void {
    to.numbers(
      "lists",
      Float64Array.from(this.#lists.flatMap(({ start, blocks }) => [start, blocks.length, ...blocks])),
    );
    const open = this.#lists.filter((list) => list.open !== undefined);
    to.numbers("open", Float64Array.from(open.flatMap((list) => [list.start, list.open?.length ?? 0])));
    open.forEach((list, index) => to.numbers(`open${index}`, list.open?.cells ?? new Int32Array(0)));
  }

  restore(from: SaveReader): void {
    const lists = from.float64("lists");
    for (let at = 0; at < lists.length;) {
      const [start, length] = [lists[at] as number, lists[at + 1] as number];
      this.#lists.push(new SlotList(start, this.#shelf, [...lists.subarray(at + 2, at + 2 + length)]));
      at += 2 + length;
    }
    const open = from.float64("open");
    for (let index = 0; 2 * index < open.length; index++) {
      this.listOf(open[2 * index] as number).restoreOpen(from.int32(`open${index}`));
    }
  }

  get oldest(): SlotList | undefined {
    return this.#lists[0];
  }

  #indexFrom(instant: number): number {
    let low = 0;
    let high = this.#lists.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#lists[middle] as SlotList).start < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
