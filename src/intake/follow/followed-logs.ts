import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";
import { every, SECOND_MS } from "#kernel";
import type { WideField } from "#records";
import { ColumnsPool } from "../receive/columns-pool.ts";
import { FOLLOW_LIMITS } from "./follow-limits.ts";
import type { FollowOptions, FollowShared, LogToFollow } from "./follow-options.ts";
import type { FollowerState } from "./follower-state.ts";
import { LogFollower } from "./log-follower.ts";
import { matchingPaths } from "./matching-paths.ts";

/** Files that are followed at once; each takes a few hundred kilobytes while it is read. */
const FILES_MAX = 200;
/** Rows of the lines that are on their way to the log, of all files. */
const ROWS_MAX = 524_288;
/** New files of a path with `*` are found so often. */
const EXPAND_MS = 5 * SECOND_MS;

/** All logs that a server follows. */
export class FollowedLogs {
  /** Texts that were too long and were left out of their record, by field. */
  readonly leftOut = new Map<WideField, number>();
  readonly #shared: FollowShared;
  #wanted: readonly LogToFollow[] = [];
  readonly #followers = new Map<string, LogFollower>();
  readonly #watchers = new Map<string, FSWatcher>();
  /** By path as it was written, what it stood for. */
  readonly #matched = new Map<string, ReadonlySet<string>>();
  readonly #ending = new Set<LogFollower>();
  readonly #cancel: () => void;
  #isStopped = false;

  constructor(options: FollowOptions) {
    this.#shared = {
      ...options,
      limits: { ...FOLLOW_LIMITS, ...options.limits },
      pool: new ColumnsPool(options.live.redaction.kept, ROWS_MAX),
      leftOut: this.leftOut,
      isFollowed: (path) => this.#followers.has(path),
    };
    this.#cancel = every(EXPAND_MS, () => this.#match());
  }

  /** Follows these from now on, and no others. A path that two APIs name is followed for the first of them. */
  follow(logs: readonly LogToFollow[]): void {
    this.#wanted = logs;
    this.#match();
  }

  /** The last lines were added, or files renamed, under these directories: without it that is seen a second later. */
  #watchDirectories(): void {
    const directories = new Set([...this.#followers.keys()].map((path) => dirname(path)));
    for (const [directory, watcher] of this.#watchers) {
      if (directories.has(directory)) continue;
      watcher.close();
      this.#watchers.delete(directory);
    }
    for (const directory of directories) if (!this.#watchers.has(directory)) this.#watchDirectory(directory);
  }

  #watchDirectory(directory: string): void {
    try {
      const watcher = watch(directory, { persistent: false }, () => this.#wake(directory));
      // Files are looked at every second anyway.
      watcher.on("error", () => watcher.close());
      this.#watchers.set(directory, watcher);
    } catch {
      // It is not there yet, or the system watches no more of them.
    }
  }

  #wake(directory: string): void {
    for (const [path, follower] of this.#followers) if (dirname(path) === directory) follower.wake();
  }

  /** Follows what the paths stand for now. */
  #match(): void {
    const wanted = this.#wantedByPath();
    for (const [path, follower] of this.#followers) {
      if (!isSame(follower.log, wanted.get(path))) this.#end(path, follower);
    }
    for (const [path, log] of wanted) {
      const hasRoom = this.#followers.size < FILES_MAX;
      if (hasRoom && !this.#followers.has(path)) this.#followers.set(path, new LogFollower(log, this.#shared));
    }
    this.#watchDirectories();
  }

  /** A path that once fitted is followed on while it is being rotated and nothing lies there. */
  #wantedByPath(): Map<string, LogToFollow> {
    const wanted = new Map<string, LogToFollow>();
    if (this.#isStopped) return wanted;
    for (const log of this.#wanted) {
      const paths = [...matchingPaths(log.path), ...(this.#matched.get(log.path) ?? [])];
      this.#matched.set(log.path, new Set(paths));
      for (const path of paths) if (!wanted.has(path)) wanted.set(path, { ...log, path });
    }
    return wanted;
  }

  /** Only when it has ended may another one begin at the same path. */
  #end(path: string, follower: LogFollower): void {
    if (this.#ending.has(follower)) return;
    this.#ending.add(follower);
    void follower.stop().then(() => {
      this.#followers.delete(path);
      if (!this.#isStopped) this.#match();
    });
  }

  /** How each stands, by path. */
  async states(): Promise<FollowerState[]> {
    const followers = [...this.#followers.values()].toSorted((one, other) => (one.log.path < other.log.path ? -1 : 1));
    return Promise.all(followers.map((follower) => follower.state()));
  }

  /** Ends when what is under way is durable. */
  async stop(): Promise<void> {
    this.#cancel();
    this.#isStopped = true;
    for (const watcher of this.#watchers.values()) watcher.close();
    await Promise.all([...this.#followers.values()].map((follower) => follower.stop()));
  }
}

function isSame(one: LogToFollow, other: LogToFollow | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
