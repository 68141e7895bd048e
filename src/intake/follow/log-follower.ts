import { after, Refusal, SECOND_MS, stopwatchMs } from "#kernel";
import { BodyRecords } from "../receive/body-records.ts";
import { faultText, lostText, waitingText } from "./fault-text.ts";
import type { FollowShared, LogToFollow } from "./follow-options.ts";
import type { FollowedFile } from "./followed-file.ts";
import { FollowedFiles } from "./followed-files.ts";
import type { FollowerState } from "./follower-state.ts";
import { LineDecoders } from "./line-decoders.ts";
import { type LineBatch, LineLedger } from "./line-ledger.ts";
import type { LogBytes } from "./log-bytes.ts";
import { readLines } from "./read-lines.ts";

const RETRY_MS = SECOND_MS;

type Found = FollowedFile & { readonly bytes: LogBytes };

/** Follows one path: takes what is added to its file, through rotations and restarts, each line once. */
export class LogFollower {
  readonly log: LogToFollow;
  readonly #shared: FollowShared;
  readonly #decoders: LineDecoders;
  readonly #ledger: LineLedger;
  #files: FollowedFiles | null = null;
  /** What keeps lines waiting, and what this turn said of it. */
  #fault: string | null = null;
  #told: string | null = null;
  #isStopped = false;
  #isWoken = false;
  #wakeUp: () => void = () => undefined;
  readonly #ran: Promise<void>;

  /** It begins at once. */
  constructor(log: LogToFollow, shared: FollowShared) {
    this.log = log;
    this.#shared = shared;
    this.#decoders = new LineDecoders(log, shared);
    this.#ledger = new LineLedger(log.path, shared);
    this.#ran = this.#run();
  }

  /** Something may have changed where the file lies. */
  wake(): void {
    this.#isWoken = true;
    this.#wakeUp();
  }

  /** Ends after what is under way. What is not durable then is read again at the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.wake();
    await this.#ran;
  }

  /** How it stands now. */
  async state(): Promise<FollowerState> {
    const { api, path } = this.log;
    const files = this.#files?.files ?? [];
    const current = this.#files?.current ?? null;
    const { counts, lastLineAt, examples } = this.#ledger;
    const sizes = new Map<FollowedFile, number>();
    for (const file of files) sizes.set(file, (await file.bytes?.size().catch(() => null)) ?? file.position);
    return {
      api,
      path,
      format: current?.format ?? this.#decoders.last,
      inode: current?.place.inode ?? null,
      position: current?.position ?? 0,
      size: current === null ? 0 : (sizes.get(current) ?? 0),
      lagBytes: [...sizes].reduce((sum, [file, size]) => sum + Math.max(0, size - file.position), 0),
      olderFiles: files.length - (current === null ? 0 : 1),
      lastLineAt,
      ...counts,
      examples,
      fault: this.#fault,
    };
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      this.#told = null;
      const hasMore = await this.#turn().catch((fault: unknown) => this.#failed(fault));
      this.#fault = this.#told;
      if (!hasMore) await this.#rest();
    }
    if (this.#files === null) return;
    await this.#ledger.settle(this.#files).catch((fault: unknown) => this.#failed(fault));
    await this.#files.close();
  }

  /** Takes what is there, at most one batch of each file; gives whether there is more. */
  async #turn(): Promise<boolean> {
    if (!this.#shared.ports.isOpen()) return false;
    const files = (this.#files ??= await this.#open());
    await files.look();
    if (files.current === null) this.#tell(waitingText(this.log.path));
    let hasMore = false;
    for (const file of files.files.slice()) {
      if (isFound(file) && !this.#isStopped) hasMore = (await this.#takeFrom(file, files)) || hasMore;
    }
    if (!hasMore) await this.#ledger.settle(files);
    return hasMore;
  }

  async #open(): Promise<FollowedFiles> {
    const { limits, isFollowed, ports } = this.#shared;
    const { path } = this.log;
    const onLost = (): void => {
      this.#ledger.lose();
      ports.report(new Refusal("unavailable", "log.lost", lostText(path)));
    };
    const place = await this.#ledger.open();
    return new FollowedFiles({ path, limits, isFollowed, steadyMs: stopwatchMs, onLost }, place);
  }

  /** Takes a batch of one file; gives whether it has more. */
  async #takeFrom(file: Found, files: FollowedFiles): Promise<boolean> {
    const { pool, limits } = this.#shared;
    const isCurrent = file === files.current;
    const isOver = !isCurrent && (file.bytes.isPacked || stopwatchMs() - file.since > limits.quietMs);
    const decoder = await this.#decoders.of(file);
    if (decoder === null || "unknown" in decoder) {
      if (decoder !== null) this.#tell(decoder.unknown);
      else if (isOver) await files.finish(file);
      return false;
    }
    const records = new BodyRecords(decoder, pool);
    try {
      const end = await readLines(file, records, { limits, isOver });
      // Cut while it was read: what was read may be of another time. The next look sees to it.
      if (!(await file.isAsItWas())) return true;
      const isTaken = !records.overfull && (await this.#take({ records, file, files, end }));
      if (isTaken && isOver && end.isAtEnd) await files.finish(file);
      return isTaken && !end.isAtEnd;
    } catch (fault) {
      if (!file.bytes.isPacked || fault instanceof Refusal) throw fault;
      // A compressed file that is not whole yet: it is looked for again, and given up in the end.
      await file.lose(stopwatchMs());
      return false;
    } finally {
      records.release();
    }
  }

  /** Keeps a batch, however long the log refuses it; false when it was told to stop meanwhile. */
  async #take(batch: LineBatch): Promise<boolean> {
    const { file, end, records } = batch;
    if (end.position === file.position && end.skipping === file.skipping) return true;
    return this.#ledger.take(batch, async (batchId) => {
      while (!this.#isStopped) {
        try {
          await this.#shared.ports.append({ columns: records.columns, batchId });
          return true;
        } catch (fault) {
          if (!(fault instanceof Refusal) || fault.kind !== "unavailable") throw fault;
          this.#tell(fault.detail);
          await this.#pause(RETRY_MS, () => this.#isStopped);
        }
      }
      return false;
    });
  }

  #failed(fault: unknown): false {
    const text = faultText(this.log.path, fault);
    if (this.#fault !== text) this.#shared.ports.report(fault);
    this.#tell(text);
    return false;
  }

  /** Says what keeps lines waiting, until a turn passes without it. */
  #tell(text: string): void {
    this.#told = text;
    this.#fault = text;
  }

  /** Waits for the next lines: a while in any case, then until something changes or it is time to look. */
  async #rest(): Promise<void> {
    const { restMs, pollMs } = this.#shared.limits;
    this.#isWoken = false;
    await this.#pause(restMs, () => this.#isStopped);
    if (!this.#isWoken) await this.#pause(pollMs - restMs, () => this.#isWoken || this.#isStopped);
  }

  /** Waits so long, or until it is woken and `isOver` says so. */
  #pause(ms: number, isOver: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      if (isOver()) {
        resolve();
        return;
      }
      const cancel = after(ms, resolve);
      this.#wakeUp = () => {
        if (!isOver()) return;
        cancel();
        resolve();
      };
    });
  }
}

function isFound(file: FollowedFile): file is Found {
  return file.bytes !== null;
}
