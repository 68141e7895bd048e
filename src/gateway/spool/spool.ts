import { join } from "node:path";
import { after, every, isoText, Refusal } from "#kernel";
import type { Loss } from "../model/loss-book.ts";
import type { GatewayRecord, RecordSink } from "../model/gateway-record.ts";
import { LossFile } from "./loss-file.ts";
import { lostIn } from "./lost-in.ts";
import { postSegment, type SpoolTarget } from "./post-segment.ts";
import { recordLine } from "./record-line.ts";
import { type Segment, SegmentFiles } from "./segment-files.ts";
import { SegmentWriter } from "./segment-writer.ts";
import { SpoolCounters } from "./spool-counters.ts";
import { SPOOL_LIMITS, type SpoolLimits } from "./spool-limits.ts";

export interface SpoolOptions {
  readonly directory: string;
  readonly target: SpoolTarget;
  /** Names the segments of this process: never given before, and behind those of earlier ones when sorted. */
  readonly instance: string;
  /** From 0 to 1, for the time between tries. */
  readonly chance: () => number;
  /** Told of what an operator should hear, once for each change. */
  readonly report: (fault: unknown) => void;
  readonly limits?: Partial<SpoolLimits>;
}

/** In the directory of the segments. */
const LOSSES = "losses.json";

/** Records of a gateway, on disk until the server has taken them: each once, in order, however long it is away. */
export class Spool implements RecordSink {
  readonly counters = new SpoolCounters();
  readonly #options: SpoolOptions;
  readonly #limits: SpoolLimits;
  readonly #files: SegmentFiles;
  readonly #writer: SegmentWriter;
  readonly #losses: LossFile;
  /** Closed ones, the oldest first. */
  readonly #waiting: Segment[];
  /** Perhaps the server takes it: it is not dropped now. */
  #underWay: Segment | null = null;
  #bytes: number;
  #held = "";
  #heldLines = 0;
  #numbers = 0;
  #writing: Promise<void> | null = null;
  #isClosed = false;
  #wakeUp: () => void = () => undefined;
  #trouble = "";
  /** The server said to wait for so long. */
  #askedToWaitMs = 0;
  readonly #cancel: () => void;
  readonly #sent: Promise<void>;

  /** Takes over what an earlier process left in the directory. */
  static async open(options: SpoolOptions): Promise<Spool> {
    const files = new SegmentFiles(options.directory);
    const leftOver = await files.leftOver();
    let number = 0;
    const newId = (): string => `${options.instance}-${++number}`;
    return new Spool(options, { files, leftOver, losses: await LossFile.open(join(options.directory, LOSSES), newId) });
  }

  private constructor(options: SpoolOptions, { files, leftOver, losses }: OnDisk) {
    this.#losses = losses;
    this.#options = options;
    this.#limits = { ...SPOOL_LIMITS, ...options.limits };
    this.#files = files;
    this.#waiting = leftOver;
    this.#bytes = leftOver.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#writer = new SegmentWriter({
      files,
      limits: this.#limits,
      nextKey: () => `${options.instance}-${String(++this.#numbers).padStart(10, "0")}`,
      onClosed: (segment) => this.#queue(segment),
    });
    this.#cancel = every(this.#limits.writeMs, () => void this.#write());
    this.#sent = this.#send();
  }

  /** Segments and bytes that wait for the server. */
  get backlog(): { readonly segments: number; readonly bytes: number } {
    return { segments: this.#waiting.length, bytes: this.#bytes };
  }

  /** What was lost and is not told yet: requests of which the server will never have a record. */
  get losses(): Loss[] {
    return this.#losses.book.untold;
  }

  /** The server knows of these losses, durably. */
  async told(losses: readonly Loss[]): Promise<void> {
    this.#losses.book.told(losses);
    await this.#saveLosses();
  }

  add(record: GatewayRecord): void {
    this.#held += recordLine(record);
    this.#heldLines++;
    this.counters.records++;
  }

  /** Writes what it has, gives the server a last chance to take it, and ends; what is left is sent by the next process. */
  async close(): Promise<void> {
    this.#cancel();
    await this.#write();
    await this.#write(true);
    this.#isClosed = true;
    this.#wakeUp();
    await this.#sent;
  }

  async #write(isLast = false): Promise<void> {
    if (this.#writing !== null && !isLast) return this.#writing;
    await this.#writing;
    this.#writing = this.#writeHeld(isLast).catch((fault: unknown) => this.#unwritten(fault));
    await this.#writing;
    this.#writing = null;
  }

  async #writeHeld(isLast: boolean): Promise<void> {
    const [text, lines] = [this.#held, this.#heldLines];
    if (lines > 0) {
      [this.#held, this.#heldLines] = ["", 0];
      try {
        await this.#writer.write(text, lines);
      } catch (fault) {
        [this.#held, this.#heldLines] = [text + this.#held, lines + this.#heldLines];
        throw fault;
      }
    }
    await this.#writer.closeDue(isLast);
    await this.#dropOldest();
  }

  /** The disk takes nothing: records are held, and let go when they are too many. */
  async #unwritten(fault: unknown): Promise<void> {
    this.#tell(
      `The spool in ${this.#options.directory} cannot be written (${reason(fault)}). Records wait in memory: make room.`,
    );
    if (this.#held.length <= this.#limits.heldBytesMax) return;
    this.counters.lost += this.#heldLines;
    const text = this.#held;
    [this.#held, this.#heldLines] = ["", 0];
    await this.#lose(text);
  }

  /** Written down before the lines are forgotten: whoever is killed in between tells of a loss too many, never of one too few. */
  async #lose(lines: string): Promise<{ readonly from: number; readonly to: number }> {
    const lost = lostIn(lines);
    for (const one of lost) this.#losses.book.note(one);
    await this.#saveLosses();
    return { from: Math.min(...lost.map(({ from }) => from)), to: Math.max(...lost.map(({ to }) => to - 1)) };
  }

  async #saveLosses(): Promise<void> {
    try {
      await this.#losses.save();
    } catch (fault) {
      this.#tell(`What was lost cannot be written down in ${this.#options.directory} (${reason(fault)}). Make room.`);
    }
  }

  #queue(segment: Segment): void {
    this.#waiting.push(segment);
    this.#bytes += segment.bytes;
    this.#wakeUp();
  }

  async #dropOldest(): Promise<void> {
    while (this.#bytes > this.#limits.bytesMax) {
      const oldest = this.#waiting.find((segment) => segment !== this.#underWay);
      if (oldest === undefined) return;
      this.#forget(oldest);
      const { from, to } = await this.#lose((await this.#files.read(oldest.key)).toString());
      await this.#files.remove(oldest.key);
      const { counters } = this;
      counters.lost += oldest.lines;
      counters.lostFrom = Math.min(counters.lostFrom, from);
      counters.lostTo = Math.max(counters.lostTo, to);
      const when = from > to ? "" : ` of ${isoText(from)} to ${isoText(to)}`;
      const detail = `The spool is full: ${oldest.lines} records${when} are dropped and will be missing from the counts. Bring the server back, or give the spool more room.`;
      this.#options.report(new Refusal("limit", "spool.full", detail));
    }
  }

  async #send(): Promise<void> {
    for (let failures = 0; !this.#isClosed || (this.#waiting.length > 0 && failures === 0);) {
      const [oldest] = this.#waiting;
      if (oldest === undefined) await this.#pause(this.#limits.retryMsMax, () => this.#waiting.length > 0);
      else {
        this.#underWay = oldest;
        failures = (await this.#sendOne(oldest)) ? 0 : failures + 1;
        this.#underWay = null;
      }
      if (failures > 0 && !this.#isClosed) await this.#pause(this.#waitMs(failures), () => false);
    }
  }

  /** Sends the oldest segment; false: it is to be tried again. */
  async #sendOne(segment: Segment): Promise<boolean> {
    const { key, lines } = segment;
    const body = await this.#files.read(key).catch(() => null);
    if (body === null) {
      // Somebody took it away.
      this.#forget(segment);
      return true;
    }
    const posted = await postSegment(this.#options.target, { key, body }, this.#limits.answerMs);
    const { counters } = this;
    if (posted.what === "later") {
      counters.failures++;
      this.#tell(`The server does not take records at the moment (${posted.why}). They wait in the spool.`);
      this.#askedToWaitMs = posted.afterMs;
      return false;
    }
    this.#askedToWaitMs = 0;
    this.#trouble = "";
    this.#forget(segment);
    if (posted.what === "refused") {
      counters.refused += lines;
      await this.#lose(body.toString());
      await this.#files.setAside(key);
      this.#tell(`The server refuses ${lines} records for good (${posted.why}). They are kept in ${key}.refused.`);
    } else {
      counters.delivered += lines;
      if (posted.isRepeat) counters.repeated++;
      await this.#files.remove(key);
    }
    return true;
  }

  /** Twice as long after each failure, and never at the same time as others. */
  #waitMs(failures: number): number {
    const { retryMsMin, retryMsMax } = this.#limits;
    const most = Math.min(retryMsMax, retryMsMin * 2 ** Math.min(failures, 16));
    return Math.max(this.#askedToWaitMs, most / 2 + (this.#options.chance() * most) / 2);
  }

  #forget(segment: Segment): void {
    this.#waiting.splice(this.#waiting.indexOf(segment), 1);
    this.#bytes -= segment.bytes;
  }

  #tell(detail: string): void {
    if (this.#trouble === detail) return;
    this.#trouble = detail;
    this.#options.report(new Refusal("unavailable", "spool.waits", detail));
  }

  #pause(ms: number, isOver: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const cancel = after(ms, resolve);
      this.#wakeUp = () => {
        if (!isOver() && !this.#isClosed) return;
        cancel();
        resolve();
      };
      this.#wakeUp();
    });
  }
}

/** What an earlier process left. */
interface OnDisk {
  readonly files: SegmentFiles;
  readonly leftOver: Segment[];
  readonly losses: LossFile;
}

function reason(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
