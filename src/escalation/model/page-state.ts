import type { Policy } from "./policy.ts";

/** What is due next. `expiry`: an acknowledgement ends; `answer`: whoever was asked has not answered; `wake`: a snooze ends. */
export type Due = "step" | "fallback" | "expiry" | "answer" | "wake";

/** Somebody took the page, at an instant (epoch ms). */
export interface Acknowledgement {
  readonly by: string;
  readonly at: number;
}

/** How a page ended: what it is about is over, or somebody closed it. */
export interface PageEnd {
  readonly at: number;
  readonly why: "ended" | "resolved";
  /** Null: nobody, it ended by itself. */
  readonly by: string | null;
}

/** All that decides what happens to a page next. Plain values: it is stored as JSON. Instants are epoch ms. */
export interface PageState {
  /** As it was when the page began, or was switched to. */
  readonly policy: Policy;
  readonly policyName: string;
  /** Of the policy, 0 of the built-in one. */
  readonly policyRevision: number;
  readonly urgency: "page" | "ticket";
  /** How often it is told again while nothing changes. */
  readonly repeatMs: number;
  /** The step that comes next, from 0; the number of steps: none is left in this round. */
  readonly step: number;
  /** From 1. */
  readonly round: number;
  /** Whether this round has reached anybody. */
  readonly reached: boolean;
  /** Nobody at all could be reached when it was tried last: said once, tried again and again. */
  readonly lost: boolean;
  /** Null only where no answer is awaited, or it is over. */
  readonly next: { readonly at: number; readonly what: Due } | null;
  /** Of those who hold it, in the order in which they came. */
  readonly acknowledgements: readonly Acknowledgement[];
  /** Until when it is held; null: not enough people hold it. */
  readonly acknowledgedUntil: number | null;
  readonly snoozed: { readonly by: string; readonly until: number } | null;
  readonly reassigned: { readonly to: string; readonly by: string } | null;
  readonly over: PageEnd | null;
}

/** Whether somebody has to answer: a page by a policy that pages. Tickets, and what is only noticed, want no answer. */
export function awaitsAnswer({ urgency, policy }: Pick<PageState, "urgency" | "policy">): boolean {
  return urgency === "page" && policy.steps.some(({ act }) => act === "page");
}

/** Whether it rests with somebody: acknowledged by enough people, or snoozed. Of what wants no answer one who takes it is enough. */
export function isHeld(state: PageState): boolean {
  const { acknowledgedUntil, snoozed, acknowledgements } = state;
  return acknowledgedUntil !== null || snoozed !== null || (!awaitsAnswer(state) && acknowledgements.length > 0);
}

/** The state as a stored text has it. */
export function stateOfText(text: string): PageState {
  return JSON.parse(text) as PageState;
}
