import type { ReactNode } from "react";
import { countText, ratioText, spanText } from "#kernel";
import { BAD_CLASS } from "../records/records-search.ts";
import type { Alert } from "../server/wire.ts";
import { windowTip } from "../traffic/kpi-tips.ts";
import { Door } from "../ui/door.tsx";

/** The figures behind an alert's sentence. */
export function AlertCounts({ alert, api }: { alert: Alert; api: string }) {
  const { n, bad, by, clearsAfterMs, window } = alert.explanation;
  const interval = { from: Date.parse(window.from), to: Date.parse(window.to) };
  const records = { interval, client: alert.client };
  const tip = `In the long window, exact.\n${windowTip(interval)}`;
  return (
    <dl className="grid grid-cols-2 border-y border-rule sm:grid-cols-4">
      <Count name="Bad">
        <Door api={api} tip={tip} records={{ ...records, class: BAD_CLASS }}>
          {countText(bad)}
        </Door>
      </Count>
      <Count name="Of valid requests">
        <Door api={api} tip={tip} records={records}>
          {countText(n)}
        </Door>
        {n > 0 && <span className="text-s text-soft"> {ratioText(bad / n)}</span>}
      </Count>
      {alert.client === undefined && (
        <Count name="Clients affected">
          {countText(by.affectedClients)}
          {by.activeClients !== null && <span className="text-s text-soft"> of {countText(by.activeClients)}</span>}
        </Count>
      )}
      <Count name="If the errors stop">{clearsAfterMs === null ? "–" : `over after ${spanText(clearsAfterMs)}`}</Count>
    </dl>
  );
}

function Count({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="border-rule py-1 not-first:sm:border-l not-first:sm:pl-3">
      <dt className="text-soft">{name}</dt>
      <dd className="text-l">{children}</dd>
    </div>
  );
}
