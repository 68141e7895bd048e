import { LINE_BYTES_MAX, type LineTaker, parseRfc3339 } from "#intake";
import { countText, instantText, Refusal } from "#kernel";
import { GRID_MS } from "#objectives";
import { clipped } from "../../terminal/layout.ts";
import { plural } from "../../words.ts";
import { type Counts, NO_CLIENT } from "./counts.ts";
import { CountsFaults } from "./counts-faults.ts";
import { type CsvField, csvFields } from "./csv-fields.ts";
import { decodedLine } from "./decoded-line.ts";
import { RunningTotals, type ValidAndBad } from "./running-totals.ts";
import { SlotColumns, type SlotCounts } from "./slot-columns.ts";
import { SlotSteps } from "./slot-steps.ts";

const HEADER = "at,valid,bad";
const HEADER_WITH_CLIENTS = `${HEADER},client`;
/** 10 M rows are 280 MB: a month of ten-second slots for 38 clients. */
const ROWS_MAX = 10_000_000;
const TOO_MANY = "rows are too many to hold in memory. Evaluate fewer clients at once, or longer slots.";
const CLIENTS_MAX = 100_000;
const CLIENT_LETTERS_MAX = 512;
/** A trillion requests in a slot are a mistake. */
const COUNT_MAX = 1_000_000_000_000;
const SHOWN_LETTERS = 40;

/** Reads the lines of a counts file strictly: every fault is noted with its place, and then nothing is given. */
export class CountsReading implements LineTaker {
  readonly #name: string;
  readonly #faults: CountsFaults;
  /** Of a file of running totals, which say what was counted until `at`. */
  readonly #totals: RunningTotals | undefined;
  readonly #rows = new SlotColumns(ROWS_MAX, TOO_MANY);
  readonly #steps = new SlotSteps();
  readonly #clients = new Map<string, number>();
  /** By client, the slot of its last row; without a client at −1 + 1. */
  readonly #lastSlots: number[] = [];
  #line = 0;
  #blankLine = 0;
  #hasClients: boolean | undefined;
  #lastText = "";
  #firstSlot = Number.NaN;
  #lastSlot = Number.NEGATIVE_INFINITY;

  constructor(name: string, isCumulative = false) {
    this.#name = name;
    this.#totals = isCumulative ? new RunningTotals() : undefined;
    this.#faults = new CountsFaults(name);
  }

  line(bytes: Uint8Array, start: number, end: number): void {
    this.#line++;
    const text = decodedLine(bytes, start, end);
    if (text === undefined) this.#fault(1, "this is not text in UTF-8. Save the file as UTF-8.");
    else if (this.#hasClients === undefined) this.#header(text);
    else if (text === "") this.#blankLine ||= this.#line;
    else this.#row(text);
  }

  tooLong(): void {
    this.#line++;
    this.#fault(1, `the line has more than ${countText(LINE_BYTES_MAX)} bytes: this is not a counts file.`);
    this.#faults.refuse();
  }

  /** All rows, when the last line was taken. Refuses all faults at once, and a file without a row. */
  counts(): Counts {
    const fault = this.#steps.end();
    if (fault !== undefined) this.#faults.add(fault.line, 1, fault.text);
    this.#faults.refuse();
    if (this.#rows.length === 0) {
      throw new Refusal("invalid", "counts.empty", `${this.#name} ${this.#emptyText()}`);
    }
    const { slots, ids, valid, bad } = this.#rows.arrays();
    const slotMs = this.#steps.slotMs === 0 ? GRID_MS : this.#steps.slotMs;
    return {
      name: this.#name,
      length: this.#rows.length,
      // A total that is read at an instant tells of the slot that ends there.
      slots: this.#totals === undefined ? slots : slots.map((readAt) => readAt - slotMs),
      clients: ids,
      valid,
      bad,
      clientNames: [...this.#clients.keys()],
      hasClients: this.#hasClients === true,
      slotMs,
      isSlotAssumed: this.#steps.slotMs === 0,
      resets: this.#totals?.resets,
    };
  }

  #emptyText(): string {
    if (this.#line === 0) return `is empty. Write ${HEADER} and a row for each slot.`;
    return Number.isNaN(this.#firstSlot)
      ? "has a header and no row. Write a row for each slot."
      : "reads its totals once: what was counted is seen between two readings. Add the next ones.";
  }

  #header(text: string): void {
    const header = text.replace(/^\ufeff/, "");
    if (header !== HEADER && header !== HEADER_WITH_CLIENTS) {
      const found = header === "" ? "a blank line" : `"${clipped(header, SHOWN_LETTERS)}"`;
      this.#fault(1, `the header must be ${HEADER} or ${HEADER_WITH_CLIENTS}, and is ${found}.`);
      this.#faults.refuse();
    }
    this.#hasClients = header === HEADER_WITH_CLIENTS;
  }

  #row(text: string): void {
    if (this.#blankLine > 0) this.#faults.add(this.#blankLine, 1, "a blank line. Remove it.");
    this.#blankLine = 0;
    const fields = csvFields(text);
    const expected = this.#hasClients === true ? 4 : 3;
    if ("fault" in fields) this.#fault(fields.column, `${fields.fault}.`);
    else if (fields.length === expected) this.#fields(fields);
    else {
      const found = plural(fields.length, "field");
      this.#fault(1, `${found} where the header has ${expected}. Complete the line, or remove it.`);
    }
  }

  #fields(fields: readonly CsvField[]): void {
    const before = this.#faults.length;
    const slot = this.#slot(fields[0] as CsvField);
    const valid = this.#count(fields[1] as CsvField, "valid");
    const bad = this.#count(fields[2] as CsvField, "bad");
    const client = this.#client(fields[3]);
    if (this.#totals === undefined) this.#believe(fields[2] as CsvField, { valid, bad });
    if (this.#faults.length > before || !this.#isNew(slot, client)) return;
    if (this.#totals === undefined) this.#rows.add({ slot, id: client, valid, bad });
    else this.#grown(fields, { slot, id: client, valid, bad });
  }

  /** Of totals, what they grew by. The first reading of a client tells nothing but that somebody measured. */
  #grown(fields: readonly CsvField[], { slot, id, valid, bad }: SlotCounts): void {
    const grew = this.#totals?.grew(id, slot, { valid, bad }) ?? null;
    if (grew === null && slot === this.#firstSlot) return;
    const counts = grew ?? { valid: 0, bad: 0 };
    if (counts.valid > COUNT_MAX) {
      this.#fault((fields[1] as CsvField).column, `valid grew by more than ${countText(COUNT_MAX)}.`);
    }
    this.#believe(fields[2] as CsvField, counts);
    this.#rows.add({ slot, id, ...counts });
  }

  #believe({ column }: CsvField, { valid, bad }: ValidAndBad): void {
    if (!(bad > valid)) return;
    this.#fault(
      column,
      `${countText(bad)} bad of ${countText(valid)} valid: bad requests are part of the valid ones. Correct what counts them.`,
    );
  }

  #slot({ text, column }: CsvField): number {
    if (text === this.#lastText) return this.#lastSlot;
    const slot = parseRfc3339(text);
    if (slot === undefined) {
      this.#fault(
        column,
        `"${clipped(text, SHOWN_LETTERS)}" is not an instant in RFC 3339, such as 2026-03-02T01:00:00Z.`,
      );
    } else if (slot % GRID_MS !== 0) {
      this.#fault(column, `${text} is not on the grid of ten seconds. Let slots begin at :00, :10, :20 …`);
    } else if (slot < this.#lastSlot) {
      this.#fault(
        column,
        `${text} is earlier than the row before (${instantText(this.#lastSlot)}). Sort the rows by time.`,
      );
    } else {
      if (slot > this.#lastSlot) this.#step(slot);
      if (Number.isNaN(this.#firstSlot)) this.#firstSlot = slot;
      this.#lastSlot = slot;
      this.#lastText = text;
      return slot;
    }
    return Number.NaN;
  }

  #step(slot: number): void {
    const fault = this.#steps.take(slot, this.#line);
    if (fault !== undefined) this.#faults.add(fault.line, 1, fault.text);
  }

  #count({ text, column }: CsvField, name: string): number {
    const count = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (count <= (this.#totals === undefined ? COUNT_MAX : Number.MAX_SAFE_INTEGER)) return count;
    const what = Number.isNaN(count)
      ? "is not a whole number from 0"
      : `is more than ${this.#totals === undefined ? `${countText(COUNT_MAX)} requests in one slot` : "can be told exactly"}`;
    this.#fault(column, `${name}: "${clipped(text, SHOWN_LETTERS)}" ${what}.`);
    return Number.NaN;
  }

  #client(field: CsvField | undefined): number {
    if (field === undefined || field.text === "") return NO_CLIENT;
    const known = this.#clients.get(field.text);
    if (known !== undefined) return known;
    if (field.text.length > CLIENT_LETTERS_MAX) {
      this.#fault(field.column, `the name of the client has more than ${CLIENT_LETTERS_MAX} characters.`);
    }
    if (this.#clients.size >= CLIENTS_MAX) {
      throw new Refusal(
        "limit",
        "counts.too-many-clients",
        `${this.#name}, line ${this.#line}: more than ${countText(CLIENTS_MAX)} clients. Evaluate them in parts.`,
      );
    }
    this.#clients.set(field.text, this.#clients.size);
    return this.#clients.size - 1;
  }

  #isNew(slot: number, client: number): boolean {
    const isNew = this.#lastSlots[client + 1] !== slot;
    this.#lastSlots[client + 1] = slot;
    if (!isNew) {
      const whose = this.#hasClients === true ? "of this slot and client" : "of this slot";
      this.#fault(1, `a second row ${whose}. Keep one, or write their sum.`);
    }
    return isNew;
  }

  #fault(column: number, message: string): void {
    this.#faults.add(this.#line, column, message);
  }
}
