/** A part of the tests, with how it is run. Times in milliseconds. */
export interface TestPart {
  readonly name: "unit" | "engines" | "server" | "interop" | "e2e";
  readonly patterns: readonly string[];
  /** In one process: pure code that shares nothing. Else a process for each file, one after the other. */
  readonly oneProcess: boolean;
  /** Needs one core and no quiet: it runs beside the other parts, and what it said is shown when it ends. */
  readonly beside?: true;
  readonly testLimitMs: number;
  readonly partLimitMs: number;
}

const MINUTE_MS = 60_000;

/** The parts in the order in which they run and are told: the quickest answer first. */
export const TEST_PARTS: readonly TestPart[] = [
  {
    name: "unit",
    patterns: ["src/**/*.test.ts", "tools/**/*.test.ts", "test/house/**/*.test.ts", "web/**/*.test.ts"],
    oneProcess: true,
    beside: true,
    testLimitMs: 4 * MINUTE_MS,
    partLimitMs: 15 * MINUTE_MS,
  },
  {
    name: "engines",
    patterns: ["test/engines/**/*.test.ts"],
    oneProcess: false,
    testLimitMs: 2 * MINUTE_MS,
    partLimitMs: 10 * MINUTE_MS,
  },
  {
    name: "server",
    patterns: ["test/server/**/*.test.ts"],
    oneProcess: false,
    testLimitMs: 5 * MINUTE_MS,
    partLimitMs: 18 * MINUTE_MS,
  },
  {
    name: "interop",
    patterns: ["test/interop/**/*.test.ts", "test/sources/**/*.test.ts"],
    oneProcess: false,
    testLimitMs: 5 * MINUTE_MS,
    partLimitMs: 12 * MINUTE_MS,
  },
  {
    name: "e2e",
    patterns: ["test/e2e/**/*.test.ts"],
    oneProcess: false,
    testLimitMs: 5 * MINUTE_MS,
    partLimitMs: 12 * MINUTE_MS,
  },
];
