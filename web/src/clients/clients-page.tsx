import { Link } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useApiTitle, usePageApi } from "../shell/use-api.ts";
import { usePageSearch } from "../shell/use-search.ts";
import { ActivityView } from "./activity-view.tsx";
import { RegisteredView } from "./registered-view.tsx";
import { SeenView } from "./seen-view.tsx";

interface ViewProps {
  readonly api: string;
  readonly title: string;
}

const VIEWS: readonly { readonly view: string; readonly name: string; readonly part: ComponentType<ViewProps> }[] = [
  { view: "seen", name: "Seen in traffic", part: SeenView },
  { view: "registered", name: "All registered", part: RegisteredView },
  { view: "activity", name: "New and lost", part: ActivityView },
];

/** The clients of an API: as traffic shows them, as they are registered, and as they come and go. */
export function ClientsPage() {
  const api = usePageApi();
  const title = useApiTitle(api);
  const [{ view }] = usePageSearch();
  const here = VIEWS.find((each) => each.view === view) ?? VIEWS[0];
  if (here === undefined) return null;
  const Part = here.part;
  return (
    <>
      <h1 className="sr-only">Clients of {title}</h1>
      <nav aria-label="Clients" className="mb-2 overflow-x-auto border-b border-rule">
        <ul className="flex gap-2">
          {VIEWS.map((each) => (
            <li key={each.view}>
              <Link
                to={`/apis/${encodeURIComponent(api)}/clients`}
                search={each === VIEWS[0] ? {} : { view: each.view }}
                activeOptions={{ includeSearch: false }}
                aria-current={each === here ? "page" : undefined}
                className={`-mb-px block border-b-2 py-1 whitespace-nowrap ${each === here ? "border-accent font-semibold" : "border-transparent text-soft hover:text-ink"}`}
              >
                {each.name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Part key={`${api} ${here.view}`} api={api} title={title} />
    </>
  );
}
