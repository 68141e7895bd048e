import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { apisQuery } from "../server/queries.ts";
import { Popover } from "../ui/popover.tsx";
import { useApiTitle } from "./use-api.ts";

const ITEM = "flex min-h-4 items-center gap-1 rounded-s px-1 py-0.5 whitespace-nowrap hover:bg-raised";

/** Which API is looked at; the others, and the way to add one. */
export function ApiSwitcher({ current }: { current: string | undefined }) {
  const { data } = useQuery(apisQuery);
  const title = useApiTitle(current ?? "");
  const label = (
    <>
      <span className="truncate font-semibold">{current === undefined ? "No API yet" : title}</span>
      <span aria-hidden="true" className="text-soft">
        ▾
      </span>
    </>
  );
  return (
    <Popover
      label={label}
      name={current === undefined ? "No API yet. Choose an API" : `${title}: choose another API`}
      look="flex min-h-5 w-full items-center justify-between gap-1 rounded-s border border-rule bg-paper px-1 py-0.5 hover:bg-wash"
    >
      {(close) => (
        <ul className="max-h-40 overflow-y-auto">
          {data?.items.map(({ api, title: name }) => (
            <li key={api}>
              <Link to={`/apis/${encodeURIComponent(api)}`} onClick={close} className={ITEM}>
                <span className="w-1.5">{api === current ? "✓" : ""}</span>
                {name ?? api}
              </Link>
            </li>
          ))}
          <li className="mt-0.5 border-t border-rule pt-0.5">
            <Link to="/start" onClick={close} className={ITEM}>
              <span className="w-1.5">+</span>Add an API
            </Link>
          </li>
        </ul>
      )}
    </Popover>
  );
}
