const FORM = /^(?:([1-5])xx|(\d{3})(?:-(\d{3}))?)$/;

/** Whether a text names statuses: "200", "2xx", "200-299". */
export function isStatusSet(text: string): boolean {
  return rangeOf(text) !== undefined;
}

/** Whether a status is in one of the sets; text that names none has none. */
export function isAmong(status: number, sets: readonly string[]): boolean {
  return sets.some((text) => {
    const range = rangeOf(text);
    return range !== undefined && status >= range[0] && status <= range[1];
  });
}

function rangeOf(text: string): readonly [number, number] | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, hundred, from, to = from] = match;
  const range =
    hundred === undefined ? [Number(from), Number(to)] : [Number(hundred) * 100, Number(hundred) * 100 + 99];
  const [least = 0, most = 0] = range;
  return least >= 100 && most <= 599 && least <= most ? [least, most] : undefined;
}
