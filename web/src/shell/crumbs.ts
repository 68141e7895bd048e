/** A step of the way to a page. */
export interface Crumb {
  readonly name: string;
  readonly path: string;
}

/** First parts of addresses that are not about one API. */
const NAMED: ReadonlySet<string> = new Set([
  "account",
  "alerts",
  "escalations",
  "heartbeats",
  "needs-you",
  "oncall",
  "performance",
  "plans",
  "probes",
  "routing",
  "settings",
  "silences",
  "start",
]);

/** Of these, what is within is named as it is. */
const NAMED_WITHIN: ReadonlySet<string> = new Set(["escalations", "heartbeats", "oncall", "plans", "probes"]);

/** The steps of an address: the API by its title, parts with a capital, names of clients and objectives as they are. An alert has an id that says nothing to people. */
export function crumbsOf(path: string, apiTitle: string): readonly Crumb[] {
  const parts = path.split("/").filter((part) => part !== "");
  return parts.flatMap((part, i) => {
    const to = `/${parts.slice(0, i + 1).join("/")}`;
    // There is no page of all organisations: the palette finds each.
    if (parts[0] === "organisations") return i === 0 ? [] : [{ name: decodeURIComponent(part), path: to }];
    // Groups are listed among the alerts.
    if (parts[0] === "groups") return [i === 0 ? { name: "Alerts", path: "/alerts" } : { name: "Group", path: to }];
    // A page has an id that says nothing to people, and stands among what needs somebody.
    if (parts[0] === "pages") {
      return i === 0 ? [{ name: "Needs you", path: "/needs-you" }] : [{ name: "Page", path: to }];
    }
    if (parts[0] === "reach") return [{ name: "How I am reached", path: to }];
    if (parts[0] === "my") return [{ name: "Your clients", path: to }];
    if (parts[0] !== "apis") {
      if (!NAMED.has(parts[0] ?? "")) return [];
      if (i > 0 && NAMED_WITHIN.has(parts[0] ?? "")) return [{ name: decodeURIComponent(part), path: to }];
      return [{ name: i === 0 || parts[0] === "settings" ? capital(part) : "Alert", path: to }];
    }
    if (i === 0) return [];
    if (i === 1) return [{ name: apiTitle === "" ? decodeURIComponent(part) : apiTitle, path: to }];
    return [{ name: i === 2 ? capital(part) : decodeURIComponent(part), path: to }];
  });
}

function capital(word: string): string {
  if (word === "oncall") return "On-call";
  if (word === "routing") return "Routes";
  return word.charAt(0).toUpperCase() + word.slice(1).replaceAll("-", " ");
}
