/** What `plimsoll start` was told; absent = not said. */
export interface StartOptions {
  /** Directory of all that is kept. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  /** Where proxies ask who may pass, on this machine; absent: two above `port`, or any that is free where that is 0. */
  readonly authPort?: number;
  /** Where requests of clients pass, at `host`; absent: one above `port`, or any that is free where that is 0. */
  readonly gatewayPort?: number;
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

/** What `plimsoll gateway` was told. */
export interface GatewayProcessOptions {
  /** Without a slash at its end. */
  readonly server: string;
  /** With the scope `gateway`. */
  readonly token: string;
  /** Directory of records that wait, and of what was pulled last. */
  readonly spool: string;
  /** Room for records that wait. */
  readonly spoolBytesMax: number;
  readonly host: string;
  readonly port: number;
  /** On this machine only: health and metrics. */
  readonly statusPort: number;
  readonly trustedProxies: readonly string[];
  /** Files of a certificate and its key (PEM): only TLS is spoken then. */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** What `plimsoll restore` was told. */
export interface RestoreOptions {
  /** The folder of a backup. */
  readonly backup: string;
  /** A directory that is empty or absent. */
  readonly data: string;
  /** PostgreSQL for the state; SQLite in the directory when absent. */
  readonly state?: string;
}

/** What a process can be besides a verb that ends: handed in by `main`, as the command line lies below the server. Gives the exit code. */
export interface Roles {
  readonly gateway: (options: GatewayProcessOptions) => Promise<number>;
  readonly restore: (options: RestoreOptions) => Promise<number>;
  readonly start: (options: StartOptions) => Promise<number>;
}
