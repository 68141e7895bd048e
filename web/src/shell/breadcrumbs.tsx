import { Link, useRouterState } from "@tanstack/react-router";
import { Fragment } from "react";
import { crumbsOf } from "./crumbs.ts";
import { useApiTitle, usePageApi } from "./use-api.ts";

/** The way to this page from the top. */
export function Breadcrumbs() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const title = useApiTitle(usePageApi());
  const crumbs = crumbsOf(path, title);
  return (
    <nav aria-label="Where you are" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1">
        {crumbs.map(({ name, path: to }, i) => (
          <Fragment key={to}>
            {i > 0 && (
              <li aria-hidden="true" className="text-soft">
                ›
              </li>
            )}
            <li className="min-w-0 truncate">
              {i === crumbs.length - 1 ? (
                <span aria-current="page">{name}</span>
              ) : (
                <Link to={to} className="text-soft hover:text-ink hover:underline">
                  {name}
                </Link>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}
