/** What `plimsoll start` was told; absent = not said. */
export interface StartOptions {
  /** Directory of all that is kept. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  /** PostgreSQL that holds the state; the embedded SQLite when absent. */
  readonly state?: string;
  /** File with settings. */
  readonly config?: string;
  /** Where a clock stands that only moves when it is told to; a running clock when absent. Epoch ms. */
  readonly testClock?: number;
  /** Refuses what only tests need. */
  readonly production: boolean;
  /** A living system to look at, in a directory that is removed in the end. */
  readonly demo: boolean;
}

/** What a process can be besides a verb that ends: handed in by `main`, as the command line lies below the server. Gives the exit code. */
export interface Roles {
  readonly start: (options: StartOptions) => Promise<number>;
}
