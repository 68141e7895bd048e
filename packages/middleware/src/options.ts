/** What may be asked of a request to know its client. */
export interface AskedRequest {
  readonly method: string;
  /** As it was sent, with its query. */
  readonly url: string;
  /** The first of each name, in lower case; undefined when absent. */
  readonly header: (name: string) => string | undefined;
  /** The request of your framework: what your sign-in has put there is there when the answer is out. */
  readonly raw: unknown;
}

/** Where requests are told, and what is said of all of them. */
export interface PlimsollOptions {
  /** The Plimsoll server, such as "http://localhost:4747". */
  readonly url: string;
  /** One for intake. */
  readonly token: string;
  /** The API's name there. */
  readonly api: string;
  /** The client's name there; undefined: nobody's. Asked when the answer is out. */
  readonly client?: (request: AskedRequest) => string | undefined | null;
  /** Else the header that carries keys, such as "x-api-key" or "authorization" (Bearer): only hashes of them are sent. */
  readonly keyHeader?: string;
  /** The operation, such as "GET /orders/{id}"; undefined: by the framework's route, else by the path. */
  readonly operation?: (request: AskedRequest) => string | undefined;
  readonly version?: string;
  readonly environment?: string;
  readonly region?: string;
  readonly release?: string;
  /** Sends address and user agent too; Plimsoll keeps them only where it is told to. Default false. */
  readonly personal?: boolean;
  /** Default false: on the machine's own network it costs more than it saves. */
  readonly gzip?: boolean;
  /** The longest that a record waits for others, ms. Default 1000. */
  readonly everyMs?: number;
  /** Records that are kept while the server is away; more are dropped and counted. Default 20,000, of about 250 bytes. */
  readonly recordsMax?: number;
  /** Told what was dropped, and why, when something was: at most once for each delivery. For your log. */
  readonly onDropped?: (dropped: number, reason: string) => void;
}

/** What became of requests until now. seen = waiting + kept + dropped. */
export interface PlimsollCounts {
  readonly seen: number;
  readonly waiting: number;
  /** Plimsoll has them on its disk. */
  readonly kept: number;
  /** Not told: no room while the server was away, or it refused them. */
  readonly dropped: number;
  /** Faults of ours and of your functions, which we caught: the request was told without what they should have said, or not. */
  readonly faults: number;
}
