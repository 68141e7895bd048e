import { type PushStanding, pushStanding } from "./push-standing.ts";

const WORKER = "/push-worker.js";

/** A subscription as the server takes it. */
export interface PushAddress {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** How this browser stands to push now. */
export async function standingNow(): Promise<PushStanding> {
  const hasWorkers = "serviceWorker" in navigator;
  const worker = hasWorkers ? await navigator.serviceWorker.getRegistration("/") : undefined;
  const hasPush = "PushManager" in window && "Notification" in window;
  return pushStanding({
    isSecure: window.isSecureContext,
    hasWorkers,
    hasPush,
    isApple:
      /iPhone|iPad/.test(navigator.userAgent) ||
      (navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1),
    permission: hasPush ? Notification.permission : "default",
    isSubscribed: hasPush && (await worker?.pushManager.getSubscription()) instanceof PushSubscription,
  });
}

/**
 * Subscribes this browser to the house's key, asking the person first where it has to. A subscription to another key (of
 * another house at this address) is given back. Throws what stands in the way, in words.
 */
export async function subscribeBrowser(publicKey: string): Promise<PushAddress> {
  if ((await Notification.requestPermission()) !== "granted") {
    throw new Error("Notifications were not allowed, so this browser was not added.");
  }
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before !== null && keyOf(before) !== publicKey) await before.unsubscribe();
  const subscription = await pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    .catch((fault: unknown) => {
      const said = fault instanceof Error ? fault.message : String(fault);
      throw new Error(`The browser's push service gave no subscription (${said}). Try again, or take another way.`);
    });
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint: endpoint ?? "", p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" };
}

/** The key of the house that a subscription is for, in base 64 for URLs. */
function keyOf({ options }: PushSubscription): string {
  const key = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer());
  return btoa(String.fromCodePoint(...key))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
