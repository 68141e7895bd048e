import fc from "fast-check";

/**
 * Loaded before the tests. Properties look at other examples in each run, so that they find more as time goes by; in
 * CI they look at the same ones each time, so that a change is judged by what it changed. PROPERTY_SEED repeats a run.
 */
const CI_SEED = 4747;

const asked = process.env["PROPERTY_SEED"];
if (asked !== undefined) fc.configureGlobal({ seed: Number(asked) });
else if (process.env["CI"] === "true") fc.configureGlobal({ seed: CI_SEED });
