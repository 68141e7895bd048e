import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { signInOptionsQuery } from "../identity/sign-in-options.ts";
import { sessionQuery } from "../server/queries.ts";
import { keepSession } from "../server/request.ts";
import { isDeveloper, isOpenToDevelopers } from "./places.ts";
import { PageFault, PageMissing } from "./page-fault.tsx";
import { parseSearch, searchText } from "./search-text.ts";
import { Shell } from "./shell.tsx";

interface Context {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  validateSearch: (search): Record<string, string> => search as Record<string, string>,
  // The range of time stays while one goes from page to page.
  search: { middlewares: [retainSearchParams<Record<string, string>>(["range", "from", "to", "at", "compare"])] },
});

/** Pages within the shell: somebody is signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.query({ ...sessionQuery, staleTime: "static" });
    if (session.person === null) {
      context.client.removeQueries({ queryKey: sessionQuery.queryKey });
      redirect({ to: "/signin", search: { next: location.href }, throw: true });
      return;
    }
    keepSession(session);
    if (isDeveloper(session.person) && !isOpenToDevelopers(location.pathname)) redirect({ to: "/my", throw: true });
  },
});

const api = createRoute({ getParentRoute: () => inside, path: "/apis/$api", component: Outlet });

const pages = [
  page(
    "/",
    lazyRouteComponent(() => import("../overview/home-page.tsx"), "HomePage"),
  ),
  page(
    "/start",
    lazyRouteComponent(() => import("../overview/start-page.tsx"), "StartPage"),
  ),
  page(
    "/alerts",
    lazyRouteComponent(() => import("../alerts/alerts-page.tsx"), "AlertsPage"),
  ),
  page(
    "/alerts/$alert",
    lazyRouteComponent(() => import("../alerts/alert-page.tsx"), "AlertPage"),
  ),
  page(
    "/groups/$group",
    lazyRouteComponent(() => import("../alerts/group-page.tsx"), "GroupPage"),
  ),
  page(
    "/silences",
    lazyRouteComponent(() => import("../silences/silences-page.tsx"), "SilencesPage"),
  ),
  page(
    "/routing",
    lazyRouteComponent(() => import("../routing/routing-page.tsx"), "RoutingPage"),
  ),
  page(
    "/needs-you",
    lazyRouteComponent(() => import("../pages-of-oncall/needs-you-page.tsx"), "NeedsYouPage"),
  ),
  page(
    "/pages/$page",
    lazyRouteComponent(() => import("../pages-of-oncall/page-page.tsx"), "PagePage"),
  ),
  page(
    "/escalations",
    lazyRouteComponent(() => import("../pages-of-oncall/policies-page.tsx"), "PoliciesPage"),
  ),
  page(
    "/escalations/$escalation",
    lazyRouteComponent(() => import("../pages-of-oncall/policy-page.tsx"), "PolicyPage"),
  ),
  page(
    "/performance",
    lazyRouteComponent(() => import("../pages-of-oncall/performance-page.tsx"), "PerformancePage"),
  ),
  page(
    "/my",
    lazyRouteComponent(() => import("../developers/my-page.tsx"), "MyPage"),
  ),
  page(
    "/reach",
    lazyRouteComponent(() => import("../notification/reach-page.tsx"), "ReachPage"),
  ),
  page(
    "/account",
    lazyRouteComponent(() => import("../identity/account-page.tsx"), "AccountPage"),
  ),
  page(
    "/organisations/$organisation",
    lazyRouteComponent(() => import("../clients/organisation-page.tsx"), "OrganisationPage"),
  ),
  page(
    "/plans",
    lazyRouteComponent(() => import("../plans/plans-page.tsx"), "PlansPage"),
  ),
  page(
    "/plans/$plan",
    lazyRouteComponent(() => import("../plans/plan-page.tsx"), "PlanPage"),
  ),
  page(
    "/probes",
    lazyRouteComponent(() => import("../probes/probes-page.tsx"), "ProbesPage"),
  ),
  page(
    "/probes/$probe",
    lazyRouteComponent(() => import("../probes/probe-page.tsx"), "ProbePage"),
  ),
  page(
    "/heartbeats",
    lazyRouteComponent(() => import("../probes/heartbeats-page.tsx"), "HeartbeatsPage"),
  ),
  page(
    "/heartbeats/$heartbeat",
    lazyRouteComponent(() => import("../probes/heartbeat-page.tsx"), "HeartbeatPage"),
  ),
  page(
    "/oncall",
    lazyRouteComponent(() => import("../oncall/oncall-page.tsx"), "OnCallPage"),
  ),
  page(
    "/oncall/$schedule",
    lazyRouteComponent(() => import("../oncall/schedule-page.tsx"), "SchedulePage"),
  ),
  page(
    "/settings",
    lazyRouteComponent(() => import("../settings/settings-page.tsx"), "SettingsPage"),
  ),
  page(
    "/settings/$section",
    lazyRouteComponent(() => import("../settings/settings-page.tsx"), "SettingsPage"),
  ),
];

/** Whatever is not there, with the way back around it. */
const missing = createRoute({ getParentRoute: () => inside, path: "$", component: PageMissing });

const pagesOfApi = [
  pageOfApi(
    "/",
    lazyRouteComponent(() => import("../overview/overview-page.tsx"), "OverviewPage"),
  ),
  pageOfApi(
    "/traffic",
    lazyRouteComponent(() => import("../traffic/traffic-page.tsx"), "TrafficPage"),
  ),
  pageOfApi(
    "/operations",
    lazyRouteComponent(() => import("../traffic/operations-page.tsx"), "OperationsPage"),
  ),
  pageOfApi(
    "/sources",
    lazyRouteComponent(() => import("../sources/sources-page.tsx"), "SourcesPage"),
  ),
  pageOfApi(
    "/objectives",
    lazyRouteComponent(() => import("../objectives/objectives-page.tsx"), "ObjectivesPage"),
  ),
  pageOfApi(
    "/objectives/$objective",
    lazyRouteComponent(() => import("../objectives/objective-page.tsx"), "ObjectivePage"),
  ),
  pageOfApi(
    "/clients",
    lazyRouteComponent(() => import("../clients/clients-page.tsx"), "ClientsPage"),
  ),
  pageOfApi(
    "/clients/$client",
    lazyRouteComponent(() => import("../clients/client-page.tsx"), "ClientPage"),
  ),
  pageOfApi(
    "/records",
    lazyRouteComponent(() => import("../records/records-page.tsx"), "RecordsPage"),
  ),
  pageOfApi(
    "/settings",
    lazyRouteComponent(() => import("../settings/api-settings-page.tsx"), "ApiSettingsPage"),
  ),
];

/** What they offer depends on the server: asked before they are drawn, so that nothing moves. */
const offers = {
  beforeLoad: async ({ context }: { context: Context }) => {
    await context.client.query(signInOptionsQuery).catch(() => undefined);
  },
};

const outside = [
  createRoute({
    getParentRoute: () => root,
    path: "/invitation",
    ...offers,
    component: lazyRouteComponent(() => import("../identity/invitation-page.tsx"), "InvitationPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/reset",
    ...offers,
    component: lazyRouteComponent(() => import("../identity/reset-page.tsx"), "ResetPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/verify-contact",
    component: lazyRouteComponent(() => import("../clients/verify-contact-page.tsx"), "VerifyContactPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/verify-method",
    component: lazyRouteComponent(() => import("../notification/verify-method-page.tsx"), "VerifyMethodPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/signin",
    ...offers,
    component: lazyRouteComponent(() => import("../identity/sign-in-page.tsx"), "SignInPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/signin/oidc",
    ...offers,
    component: lazyRouteComponent(() => import("../identity/return-page.tsx"), "ReturnPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/setup",
    component: lazyRouteComponent(() => import("../identity/set-up-page.tsx"), "SetUpPage"),
  }),
];

/** All pages and their addresses; the code of each comes when it is opened. */
export function createConsoleRouter(client: QueryClient) {
  const tree = root.addChildren([...outside, inside.addChildren([...pages, api.addChildren(pagesOfApi), missing])]);
  return createRouter({
    routeTree: tree,
    context: { client },
    parseSearch,
    stringifySearch: searchText,
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: PageFault,
    defaultNotFoundComponent: PageMissing,
  });
}

function page(path: string, component: ReturnType<typeof lazyRouteComponent>) {
  return createRoute({ getParentRoute: () => inside, path, component });
}

function pageOfApi(path: string, component: ReturnType<typeof lazyRouteComponent>) {
  return createRoute({ getParentRoute: () => api, path, component });
}
