/** A page that the navigation leads to. `key` is the second key of its shortcut, after g. */
export interface Place {
  readonly name: string;
  readonly path: string;
  readonly key: string;
}

export interface PlaceGroup {
  readonly name: string | undefined;
  readonly places: readonly Place[];
}

/** The navigation of a developer. */
export const OWN_PLACES: readonly PlaceGroup[] = [
  {
    name: undefined,
    places: [
      { name: "Your clients", path: "/my", key: "c" },
      { name: "Account", path: "/account", key: "u" },
    ],
  },
];

/** Whether a person has no role with the provider, and so sees at most what is the own organisations'. */
export function isDeveloper({ roles }: { readonly roles: readonly string[] }): boolean {
  return roles.length === 0;
}

/** Whether a developer may open this page: the server would refuse what the others ask. */
export function isOpenToDevelopers(path: string): boolean {
  return /^\/(?:my|account|plans|organisations)(?:\/|$)/.test(path);
}

/** The navigation, for the API that is looked at; without one only what is not about an API. */
export function placesOf(api: string | undefined): readonly PlaceGroup[] {
  const base = api === undefined ? undefined : `/apis/${encodeURIComponent(api)}`;
  const ofApi = (places: readonly Place[]): readonly Place[] =>
    base === undefined ? [] : places.map((place) => ({ ...place, path: `${base}${place.path}` }));
  const groups: readonly PlaceGroup[] = [
    { name: undefined, places: ofApi([{ name: "Overview", path: "", key: "o" }]) },
    {
      name: "Measure",
      places: [
        ...ofApi([
          { name: "Traffic", path: "/traffic", key: "t" },
          { name: "Operations", path: "/operations", key: "p" },
          { name: "Objectives", path: "/objectives", key: "b" },
          { name: "Sources", path: "/sources", key: "u" },
        ]),
        { name: "Probes", path: "/probes", key: "e" },
        { name: "Heartbeats", path: "/heartbeats", key: "h" },
      ],
    },
    {
      name: "Respond",
      places: [
        { name: "Needs you", path: "/needs-you", key: "n" },
        { name: "Alerts", path: "/alerts", key: "a" },
        { name: "On-call", path: "/oncall", key: "d" },
        { name: "Silences", path: "/silences", key: "q" },
        { name: "Routes", path: "/routing", key: "w" },
        { name: "Escalation", path: "/escalations", key: "y" },
        { name: "Performance", path: "/performance", key: "m" },
        { name: "How I am reached", path: "/reach", key: "v" },
      ],
    },
    {
      name: "Clients",
      places: [
        ...ofApi([
          { name: "Clients", path: "/clients", key: "c" },
          { name: "Records", path: "/records", key: "r" },
        ]),
        { name: "Plans", path: "/plans", key: "l" },
      ],
    },
    {
      name: "Settings",
      places: [
        ...ofApi([{ name: "This API", path: "/settings", key: "i" }]),
        { name: "Server", path: "/settings", key: "s" },
      ],
    },
  ];
  return groups.filter(({ places }) => places.length > 0);
}
