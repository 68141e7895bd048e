import { countText, Refusal } from "#kernel";

const ROOM_LEAST = 4096;

/** Counts of somebody (a number) in a slot. */
export interface SlotCounts {
  readonly slot: number;
  readonly id: number;
  readonly valid: number;
  readonly bad: number;
}

/** Columns of equal length, in the order in which they were filled. */
export interface SlotArrays {
  readonly slots: Float64Array;
  readonly ids: Int32Array;
  readonly valid: Float64Array;
  readonly bad: Float64Array;
}

/** Counts in growing columns: 28 bytes an entry, at most `max` of them. */
export class SlotColumns {
  length = 0;
  readonly #max: number;
  readonly #remedy: string;
  #arrays: SlotArrays = emptyArrays(0);

  /** `remedy` says what to do when there are more. */
  constructor(max: number, remedy: string) {
    this.#max = max;
    this.#remedy = remedy;
  }

  add({ slot, id, valid, bad }: SlotCounts): void {
    if (this.length === this.#arrays.slots.length) this.#grow();
    const at = this.length++;
    this.#arrays.slots[at] = slot;
    this.#arrays.ids[at] = id;
    this.#arrays.valid[at] = valid;
    this.#arrays.bad[at] = bad;
  }

  arrays(): SlotArrays {
    const { slots, ids, valid, bad } = this.#arrays;
    const { length } = this;
    return {
      slots: slots.subarray(0, length),
      ids: ids.subarray(0, length),
      valid: valid.subarray(0, length),
      bad: bad.subarray(0, length),
    };
  }

  #grow(): void {
    if (this.length >= this.#max) {
      throw new Refusal("limit", "counts.too-many", `More than ${countText(this.#max)} ${this.#remedy}`);
    }
    const larger = emptyArrays(Math.min(this.#max, Math.max(ROOM_LEAST, this.length * 2)));
    larger.slots.set(this.#arrays.slots);
    larger.ids.set(this.#arrays.ids);
    larger.valid.set(this.#arrays.valid);
    larger.bad.set(this.#arrays.bad);
    this.#arrays = larger;
  }
}

function emptyArrays(length: number): SlotArrays {
  return {
    slots: new Float64Array(length),
    ids: new Int32Array(length),
    valid: new Float64Array(length),
    bad: new Float64Array(length),
  };
}
