import { findPersonBy } from "#identity";
import type { GroupNotice } from "#alerting";
import { dateTimeText } from "#kernel";
import type { Reader } from "#storage";
import { isHeld, stateOfText } from "../model/page-state.ts";
import type { PageRow } from "../model/rows.ts";
import { findPage } from "../store/pages.ts";
import { actFromMessage, standingOf } from "./act-from-message.ts";
import { type ActLink, readActToken } from "./act-token.ts";
import type { LinkPage } from "./link-page.ts";
import type { EscalationPorts } from "./ports.ts";

/** How a link came to be followed. */
export interface FollowedLink {
  /** Epoch ms. */
  readonly now: number;
  /** From where. */
  readonly address: string;
  /** The message that it stood in: pressing its button proves that this way reaches its person. */
  readonly via: string | null;
}

/** What a link answers: a page, and an HTTP status. */
export interface LinkAnswer {
  readonly status: number;
  readonly page: LinkPage;
  /** Nobody here made this link. */
  readonly isForged?: boolean;
}

/** Shows what the link would do; changes nothing, whoever follows it. */
export async function showLink(token: string, now: number, ports: EscalationPorts): Promise<LinkAnswer> {
  const known = await lookedUp(ports.state.read, token, { now, ports });
  if ("status" in known) return known;
  const { link, row, name } = known;
  const state = stateOfText(row.state);
  const notice = JSON.parse(row.notice) as GroupNotice;
  const sentences = [standingOf(state, notice), ...notice.sentences];
  if (state.over !== null) return { status: 200, page: { ...common(notice), sentences } };
  const button = link.purpose === "acknowledge" ? `Acknowledge as ${name}` : `Close as ${name}`;
  const isOwn = state.acknowledgements.some(({ by }) => by === link.person);
  if (link.purpose === "acknowledge" && isHeld(state) && !isOwn) {
    return { status: 200, page: { ...common(notice), sentences } };
  }
  return { status: 200, page: { ...common(notice), sentences, button } };
}

/** Does what the link says, as its person; twice is once. The audit log has it with the address it came from. */
export async function actByLink(
  token: string,
  { now, address, via }: FollowedLink,
  ports: EscalationPorts,
): Promise<LinkAnswer> {
  return await ports.state.transact(async (tx) => {
    const known = await lookedUp(tx, token, { now, ports });
    if ("status" in known) return known;
    const { link, row, name } = known;
    const notice = JSON.parse(row.notice) as GroupNotice;
    const person = { handle: link.person, name };
    const done = { row, purpose: link.purpose, person, by: "link", now, address } as const;
    const { sentences, isDone } = await actFromMessage(tx, done, ports);
    if (isDone && via !== null) await ports.notifications.acted(tx, via);
    return { status: 200, page: { ...common(notice), sentences } };
  });
}

interface KnownLink {
  readonly link: ActLink;
  readonly row: PageRow;
  readonly name: string;
}

/** What a link leads to, or why it leads nowhere. */
async function lookedUp(
  read: Reader,
  token: string,
  { now, ports }: { readonly now: number; readonly ports: EscalationPorts },
): Promise<KnownLink | LinkAnswer> {
  const link = readActToken(token, ports.linkSecret);
  const console = { text: "Open Plimsoll", url: `${ports.base}/needs-you` };
  if (link === undefined) {
    const sentences = ["It may have been cut when it was copied. Follow it from the message itself, or sign in."];
    return { status: 404, page: { title: "This link is not whole", sentences, link: console }, isForged: true };
  }
  const row = await findPage(read, link.page);
  const person = await findPersonBy(read, "handle", link.person);
  if (row === undefined || person === undefined || person.disabled_at !== null) {
    const sentences = ["The page, or whoever the link was made for, is no longer here. Nothing was changed."];
    return { status: 410, page: { title: "This link leads nowhere any more", sentences, link: console } };
  }
  if (link.until <= now) {
    const sentences = [`It worked until ${dateTimeText(link.until)}. Nothing was changed. Sign in to act.`];
    return { status: 410, page: { title: "This link is too old", sentences, link: console } };
  }
  return { link, row, name: person.name };
}

function common({ title, url }: GroupNotice): Pick<LinkPage, "title" | "link"> {
  return { title, link: { text: "Open the alerts", url } };
}
