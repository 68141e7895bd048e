import { Random } from "#kernel";

/** Lines out of order, as several workers write them: each stays within its run of `window` lines (at least 1). */
export function* shuffled(lines: Iterable<string>, seed: number, window: number): Generator<string> {
  const random = new Random(seed);
  let run: string[] = [];
  for (const line of lines) {
    run.push(line);
    if (run.length < window) continue;
    yield* drawnFrom(run, random);
    run = [];
  }
  yield* drawnFrom(run, random);
}

function* drawnFrom(run: string[], random: Random): Generator<string> {
  while (run.length > 0) {
    const drawn = random.below(run.length);
    const last = run.pop() as string;
    yield drawn < run.length ? (run[drawn] as string) : last;
    if (drawn < run.length) run[drawn] = last;
  }
}
