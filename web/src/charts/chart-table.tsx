import { useState } from "react";
import { dateTimeText } from "#kernel";
import type { SeriesOfTime } from "./series.ts";

/** What a chart shows, as a table; made when it is opened. */
export function ChartTable({ chart }: { chart: SeriesOfTime }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="data" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Table</summary>
      {open && (
        <div className="scroll" tabIndex={0} role="group" aria-label={`Table of ${chart.title}`}>
          <table>
            <caption>
              {chart.title}, {chart.unit}
            </caption>
            <thead>
              <tr>
                <th scope="col">from (UTC)</th>
                {chart.series.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {chart.at.map((at, i) => (
                <tr key={at}>
                  <th scope="row">{dateTimeText(at)}</th>
                  {chart.series.map(({ name, values }) => {
                    const value = values[i] ?? null;
                    return <td key={name}>{value === null ? "" : chart.text(value)}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
