import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useRouterState } from "@tanstack/react-router";
import { sessionQuery } from "../server/queries.ts";
import { keepSession, request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Mark } from "../ui/mark.tsx";
import { useFiringAlerts } from "../alerts/use-firing-alerts.ts";
import { ApiSwitcher } from "./api-switcher.tsx";
import { useMay } from "../identity/use-may.ts";
import type { Place } from "./places.ts";
import { ThemeControl } from "./theme-control.tsx";
import { useCurrentApi } from "./use-api.ts";
import { usePlaces } from "./use-places.ts";

interface NavigationProps {
  readonly open: boolean;
  readonly close: () => void;
  readonly search: () => void;
}

/** Where one can go. Beside the page on a desk; over it, once asked for, on a phone. */
export function Navigation({ open, close, search }: NavigationProps) {
  const api = useCurrentApi();
  const groups = usePlaces();
  const may = useMay();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return (
    <>
      {open && <div className="fixed inset-0 z-40 bg-ink/40 md:hidden" onClick={close} aria-hidden="true" />}
      <aside
        aria-label="Console"
        className={`fixed inset-y-0 left-0 z-50 w-[264px] flex-col gap-2 overflow-y-auto border-r border-rule bg-raised p-1.5 md:sticky md:top-0 md:z-30 md:flex md:h-dvh md:w-auto ${open ? "flex" : "hidden"}`}
      >
        <div className="flex items-center justify-between px-1 pt-0.5">
          <Link to="/" className="flex items-center gap-1 text-m font-semibold tracking-tight">
            <Mark spent={0.72} tone="calm" className="size-3" />
            Plimsoll
          </Link>
          <Button look="quiet" className="md:hidden" onClick={close} aria-label="Close the navigation">
            ✕
          </Button>
        </div>
        {may("api:read") && <ApiSwitcher current={api} />}
        <button
          type="button"
          onClick={search}
          className="flex min-h-4 items-center justify-between rounded-s border border-rule bg-paper px-1 py-0.5 text-soft hover:text-ink"
        >
          <span>Find…</span>
          <kbd className="font-sans">Ctrl K</kbd>
        </button>
        <nav aria-label="Pages" className="flex flex-col gap-1.5" onClick={close}>
          {groups.map(({ name, places }) => (
            <div key={name ?? ""}>
              {name !== undefined && <p className="px-1 text-soft">{name}</p>}
              <ul>
                {places.map((place) => (
                  <NavigationItem key={place.path} place={place} path={path} />
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <Account />
      </aside>
    </>
  );
}

function NavigationItem({ place, path }: { place: Place; path: string }) {
  const isHere = isWithin(path, place);
  return (
    <li>
      <Link
        to={place.path}
        aria-current={isHere ? "page" : undefined}
        className={`flex min-h-4 items-center justify-between rounded-s px-1 py-0.5 hover:bg-wash ${isHere ? "bg-wash font-semibold text-accent" : ""}`}
      >
        {place.name}
        {place.path === "/alerts" && <FiringCount />}
      </Link>
    </li>
  );
}

/** Details belong to the place of their list; the overview is only itself. */
function isWithin(path: string, place: Place): boolean {
  const bare = path.replace(/\/$/, "");
  return bare === place.path || (place.name !== "Overview" && bare.startsWith(`${place.path}/`));
}

function FiringCount() {
  const firing = useFiringAlerts();
  if (firing.length === 0) return null;
  const pages = firing.filter(({ urgency }) => urgency === "page").length;
  return (
    <span className={`font-semibold ${pages > 0 ? "text-bad" : "text-warn"}`}>
      {pages > 0 ? "▼" : "◆"} {firing.length}
      <span className="sr-only"> firing</span>
    </span>
  );
}

function Account() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data } = useQuery(sessionQuery);
  const signOut = async (): Promise<void> => {
    await request("/session", { method: "DELETE" });
    keepSession(undefined);
    // The page first: what is still looked at would be asked for again, by nobody.
    await navigate({ to: "/signin" });
    client.clear();
  };
  return (
    <div className="mt-auto flex flex-col gap-1 border-t border-rule px-1 pt-1.5">
      <ThemeControl />
      <div className="flex items-center justify-between gap-1">
        <Link to="/account" className="truncate text-soft hover:text-ink hover:underline">
          {data?.person?.name}
        </Link>
        <Button look="quiet" onClick={() => void signOut()}>
          Sign out
        </Button>
      </div>
    </div>
  );
}
