/** Whether this browser can be reached by push, and why not. */
export type PushStanding = "on" | "off" | "blocked" | "insecure" | "not-installed" | "unsupported";

/** What a browser has of what push needs. */
export interface PushParts {
  readonly isSecure: boolean;
  readonly hasWorkers: boolean;
  readonly hasPush: boolean;
  /** iPhones and iPads offer push only to what was put on the home screen. */
  readonly isApple: boolean;
  readonly permission: "granted" | "denied" | "default";
  readonly isSubscribed: boolean;
}

/** What follows from these parts: the first obstacle that somebody can do something about. */
export function pushStanding(parts: PushParts): PushStanding {
  if (!parts.isSecure) return "insecure";
  if (!parts.hasWorkers || !parts.hasPush) return parts.isApple ? "not-installed" : "unsupported";
  if (parts.permission === "denied") return "blocked";
  return parts.isSubscribed ? "on" : "off";
}

const TEXTS: Readonly<Record<PushStanding, string>> = {
  on: "This browser shows what is pushed, although the console is closed.",
  off: "This browser can show pages although the console is closed, with a button that acknowledges.",
  blocked:
    "This browser blocks notifications of this site. Allow them in its settings for this site, then load the page again.",
  insecure: "Push needs https. Give this server a name with a certificate, or open the console on the machine itself.",
  "not-installed":
    "On an iPhone or iPad add the console to the home screen first: Share, Add to Home Screen. Then open it from there.",
  unsupported: "This browser knows no push. Take another browser, or another way.",
};

/** The standing in a sentence, with what to do. */
export function pushText(standing: PushStanding): string {
  return TEXTS[standing];
}
