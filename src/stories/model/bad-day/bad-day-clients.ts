import { type ClientRow, liveClients } from "../live-clients.ts";
import type { LiveClient } from "../live-story.ts";

/** Sends far more than its plan allows. */
export const HAMMER = "quartz-sync";
/** Its key was revoked, and nobody told its program. */
export const LOCKED_OUT = "dune-erp";
/** Its batches of orders are too large to be taken in time. */
export const TIMED_OUT = "heron-erp";
/** The one that alone fails in front of the audience. */
export const UNLUCKY = "alder-shop";

const ORGANISATIONS = [
  "Harbour Foods",
  "Alder Trading",
  "Linden Works",
  "Quay Studio",
  "Birch Home",
  "Cobalt Tools",
  "Dune Travel",
  "Ember Kitchens",
  "Fjord Outdoor",
  "Grove Garden",
  "Heron Books",
  "Inlet Marine",
  "Juniper Care",
  "Kestrel Bikes",
  "Lumen Lighting",
  "Maple Toys",
  "Nimbus Audio",
  "Otter Sports",
  "Pebble Pets",
  "Quartz Watches",
];

/** Two applications of each of twenty organisations; the earlier ones send more. */
const ALL: readonly LiveClient[] = liveClients(
  ORGANISATIONS.flatMap((organisation, index): ClientRow[] => {
    const stem = organisation.split(" ", 1)[0]?.toLowerCase() ?? "";
    const plan = ["gold", "team", "free"][index % 3] ?? "";
    const [one, other] = index % 2 === 0 ? ["erp", "app"] : ["shop", "sync"];
    return [
      { name: `${stem}-${one}`, organisation, plan, share: 1 / (index + 3) },
      { name: `${stem}-${other}`, organisation, plan, share: 0.6 / (index + 3) },
    ];
  }),
);

/** All forty. */
export const ORDERS_CLIENTS: readonly LiveClient[] = ALL;
/** The first application of each organisation. */
export const PAYMENTS_CLIENTS: readonly LiveClient[] = ALL.filter((_, index) => index % 2 === 0);
/** Two of three. */
export const CATALOGUE_CLIENTS: readonly LiveClient[] = ALL.filter((_, index) => index % 3 !== 2);
