import { parseArgs } from "node:util";
import { DAY_MS, HOUR_MS, stopwatchMs } from "#kernel";
import { OnCall, readSchedule } from "#oncall";
import { measureStored } from "./oncall/stored-schedules.ts";
import { OnCallByWalking } from "./oncall/on-call-by-walking.ts";

/**
 * Who is on call, and a year of shifts, of a schedule of three layers with restrictions and ten overrides: the resolver
 * beside one that walks from handoff to handoff with `Temporal.ZonedDateTime`. Both must say the same. `--questions`
 * (20,000) instants of the year are asked for. Then a thousand such schedules in a state, as a server asks them.
 */
const { values } = parseArgs({ options: { questions: { type: "string", default: "20000" } } });
const QUESTIONS = Number(values.questions);
const WALKED = Math.min(QUESTIONS, 200);
const ROUNDS = 5;
const FROM = Date.UTC(2027, 0, 1);
const YEAR = { from: FROM, to: FROM + 365 * DAY_MS };

const overrides = Array.from({ length: 10 }, (_, n) => {
  const day = String(n + 10);
  const [from, to] = [
    `2027-${String(n + 1).padStart(2, "0")}-${day}T00:00`,
    `2027-${String(n + 1).padStart(2, "0")}-${day}T18:00`,
  ];
  return `  - {from: ${from}, to: ${to}, replace: ana, with: eva}`;
});
const TEXT = `zone: Europe/Madrid
layers:
  - {name: weeks,  rotate: [ana, ben, cho], every: 1 week, from: 2026-11-30T09:00}
  - {name: nights, rotate: [ben, cho, dan], every: 1 day, from: 2026-11-30T22:00, advance: covered-days, only: [mon-thu 22:00-06:00, fri 22:00 - mon 06:00]}
  - {name: office, rotate: [dan, eva], every: 2 days, from: 2026-12-01T09:00, only: [tue-wed 09:00-18:00]}
overrides:
${overrides.join("\n")}
`;

const { schedule } = readSchedule(TEXT, "bench");
const prepared = median(() => new OnCall(schedule).at(FROM));
const onCall = new OnCall(schedule);
const walking = new OnCallByWalking(schedule);
compareBoth();

const instants = Array.from({ length: QUESTIONS }, (_, n) => FROM + ((n * 7_919) % (365 * 24)) * HOUR_MS + n);
const live = median(() => instants.forEach((at) => onCall.at(at))) / QUESTIONS;
const walkedLive = median(() => instants.slice(0, WALKED).forEach((at) => walking.at(at))) / WALKED;
const year = median(() => onCall.shiftsIn(YEAR));
const walkedYear = median(() => walking.shiftsIn(YEAR));

tell("prepare, first answer", prepared, "");
tell("who is on call", live, ratio(walkedLive, live));
tell("  by walking", walkedLive, "");
tell("a year of shifts", year, ratio(walkedYear, year));
tell("  by walking", walkedYear, "");

const stored = await measureStored(TEXT, FROM);
process.stdout.write(`\n${stored.count} schedules in the state, each asked who is on call\n`);
tell("for the first time", stored.firstMs, ", each");
tell("again", stored.againMs, ", each, with a look whether it changed");
tell("  that look alone", stored.lookMs, ", each");
tell("  so the resolver", Math.max(0, stored.againMs - stored.lookMs), ", each");
tell("all, after one edit", stored.afterEditMs, "");

function compareBoth(): void {
  const [ours, theirs] = [onCall.shiftsIn(YEAR).shifts, walking.shiftsIn(YEAR)];
  const same = JSON.stringify(ours) === JSON.stringify(theirs);
  process.stdout.write(`${ours.length} shifts in the year, ${same ? "the same by walking" : "OTHERS BY WALKING"}\n`);
  if (!same) process.exitCode = 1;
}

function median(run: () => unknown): number {
  const took = Array.from({ length: ROUNDS }, () => {
    const began = stopwatchMs();
    run();
    return stopwatchMs() - began;
  });
  return took.toSorted((one, other) => one - other)[Math.floor(ROUNDS / 2)] ?? 0;
}

function ratio(slow: number, fast: number): string {
  return `, ${(slow / fast).toFixed(0)} times as fast`;
}

function tell(name: string, ms: number, more: string): void {
  const text = ms < 1 ? `${(ms * 1_000).toFixed(1)} µs` : `${ms.toFixed(2)} ms`;
  process.stdout.write(`${name.padEnd(24)} ${text.padStart(10)}${more}\n`);
}
