import { Link } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { AuditList } from "./audit-list.tsx";
import { Channels } from "./channels.tsx";
import { Destinations } from "./destinations.tsx";
import { People } from "./people.tsx";
import { ServerFacts } from "./server-facts.tsx";
import { Teams } from "./teams.tsx";
import { Tokens } from "./tokens.tsx";
import { SignalSources } from "../signals/signal-sources.tsx";
import { useMay } from "../identity/use-may.ts";
import { usePageParam } from "../shell/use-page-param.ts";

interface Section {
  readonly path: string;
  readonly name: string;
  readonly part: ComponentType;
  /** What one must be allowed, to be shown it first; by its address it says itself what it takes. */
  readonly may?: string;
}

const SECTIONS: readonly Section[] = [
  { path: "tokens", name: "Tokens", part: Tokens, may: "token:read" },
  { path: "people", name: "People", part: People },
  { path: "teams", name: "Teams", part: Teams },
  { path: "channels", name: "Channels", part: Channels },
  { path: "destinations", name: "Destinations", part: Destinations },
  { path: "signal-sources", name: "Signal sources", part: SignalSources },
  { path: "server", name: "Server", part: ServerFacts },
  { path: "audit", name: "Audit", part: AuditList, may: "audit:read" },
];

/** What is set for the whole installation. */
export function SettingsPage() {
  const section = usePageParam("section");
  const mayDo = useMay();
  const here =
    SECTIONS.find(({ path }) => path === section) ?? SECTIONS.find(({ may }) => may === undefined || mayDo(may));
  if (here === undefined) return null;
  const Part = here.part;
  return (
    <>
      <h1>Settings</h1>
      <nav aria-label="Settings" className="mb-2 overflow-x-auto border-b border-rule">
        <ul className="flex gap-2">
          {SECTIONS.map(({ path, name }) => (
            <li key={path}>
              <Link
                to={`/settings/${path}`}
                aria-current={path === here.path ? "page" : undefined}
                className={`-mb-px block border-b-2 py-1 whitespace-nowrap ${path === here.path ? "border-accent font-semibold" : "border-transparent text-soft hover:text-ink"}`}
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Part />
    </>
  );
}
