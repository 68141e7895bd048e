import { spanText } from "#kernel";
import type { Expansion } from "./oncall-queries.ts";
import { zoneText } from "./time-line.ts";

const SHOWN_MAX = 5;

/** What a time line shows, in words: gaps in red, changes of the clock, and all shifts as a list. */
export function TimeLineWords({ expansion }: { expansion: Expansion }) {
  const { gaps, clockChanges, shifts, zone } = expansion;
  const shown = gaps.slice(0, SHOWN_MAX);
  return (
    <div className="mt-1 flex flex-col gap-0.5">
      {gaps.length === 0 ? (
        <p className="text-soft">● Somebody is on call at every instant of this time.</p>
      ) : (
        <ul className="text-bad">
          {shown.map(({ start, end }) => (
            <li key={start}>
              ■ Nobody is on call from {zoneText(Date.parse(start), zone)} to {zoneText(Date.parse(end), zone)} (
              {spanText(Date.parse(end) - Date.parse(start))}).
            </li>
          ))}
          {gaps.length > shown.length && <li>■ And {gaps.length - shown.length} more gaps.</li>}
        </ul>
      )}
      {clockChanges.map(({ at, before, after }) => (
        <p key={at}>
          ┆ The clock changes on {zoneText(Date.parse(at), zone).replace(/,? \d\d:\d\d$/, "")}: from {before.slice(11)}{" "}
          to {after.slice(11)}. Shifts of that day are {after > before ? "shorter" : "longer"}.
        </p>
      ))}
      <details>
        <summary className="py-0.5 text-soft">The {shifts.length} shifts as a list</summary>
        <div className="table-scroll" tabIndex={0} role="group" aria-label="Shifts">
          <table>
            <tbody>
              {shifts.map(({ start, end, people }) => (
                <tr key={start} className="border-b border-rule">
                  <td className="py-0.5 pr-2 whitespace-nowrap">{zoneText(Date.parse(start), zone)}</td>
                  <td className="py-0.5 pr-2 whitespace-nowrap">to {zoneText(Date.parse(end), zone)}</td>
                  <td className="py-0.5">{people.join(" and ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  );
}
