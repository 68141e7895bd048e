const WIDTH = 96;
const HEIGHT = 24;

/** A small line without axes beside a number that it belongs to: decoration for a screen reader. From zero, unless `low` says otherwise. */
export function Sparkline({ values, low = 0 }: { values: readonly (number | null)[]; low?: number }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2 || known.every((value) => value === 0)) return null;
  const high = Math.max(...known, low + 1e-9);
  const x = (i: number): string => ((i / (values.length - 1)) * WIDTH).toFixed(1);
  const y = (value: number): string => (HEIGHT - 1 - ((value - low) / (high - low)) * (HEIGHT - 2)).toFixed(1);
  let pen = "M";
  let path = "";
  for (const [i, value] of values.entries()) {
    if (value === null) pen = "M";
    else {
      path += `${pen}${x(i)} ${y(value)}`;
      pen = "L";
    }
  }
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className="h-3 w-12 flex-none overflow-visible">
      <path d={path} fill="none" stroke="var(--accent)" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
