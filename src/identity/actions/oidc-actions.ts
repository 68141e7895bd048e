import { z } from "zod";
import { MINUTE_MS } from "#kernel";
import type { Tx } from "#storage";
import { enteredSchema, signInOptionsSchema } from "../contract.ts";
import { addressKey } from "../model/address-key.ts";
import { localPath } from "../model/local-path.ts";
import type { PersonRow } from "../model/rows.ts";
import { hasSignedInFrom } from "../store.ts";
import { findPersonBy } from "../store/people.ts";
import { withSecondFactor } from "../store/second-factors.ts";
import { type Action, changeAction, type ReadContext, readAction } from "./action.ts";
import { Attempts } from "./attempts.ts";
import { type House, sendsMail } from "./house.ts";
import { admitEntrant, letIn } from "./admit-entrant.ts";
import type { OidcProvider } from "./oidc-provider.ts";
import { noProvider, nothingUnderWay, tooManySignIns } from "./oidc-refusals.ts";
import { code } from "./passwords.ts";
import type { ProofParts } from "./prove.ts";
import type { CodeCheck } from "./second-factors.ts";
import { wrongCode } from "./second-factor-actions.ts";
import type { SignInsUnderWay } from "./sign-in-under-way.ts";
import { startSession } from "./start-session.ts";
import { openInvitation } from "./take-invitation.ts";

/** What signing in with an identity provider stands on. */
export interface OidcParts extends House, ProofParts {
  /** Absent where the settings name none. */
  readonly provider: OidcProvider | undefined;
  readonly underWay: SignInsUnderWay;
  readonly version: string;
}

/** Of one address: each asks the provider for a token. */
const FAILED_FROM_ADDRESS = { max: 50, windowMs: 15 * MINUTE_MS };
const NEXT_MAX = 1_500;

/** Signing in with an identity provider, in place of the password; the second factor is asked for as ever. */
export function oidcActions(parts: OidcParts): Record<"options" | "begin" | "finish" | "code", Action> {
  return { options: options(parts), begin: begin(parts), finish: finish(parts), code: giveCode(parts) };
}

/** What the pages for those who are not signed in can offer. */
function options(parts: OidcParts): Action {
  return readAction({
    name: "session.options",
    may: "public",
    input: z.strictObject({}),
    output: signInOptionsSchema,
    run: () => {
      const provider = parts.provider === undefined ? null : { label: parts.provider.settings.label };
      return Promise.resolve({ sendsMail: sendsMail(parts), provider });
    },
  });
}

/** Where to send the browser. It keeps what the answer will be known by. */
function begin(parts: OidcParts): Action {
  return readAction({
    name: "oidc.begin",
    may: "public",
    input: z.strictObject({
      next: z.string().max(4_000).optional(),
      invitation: z.string().min(1).max(200).optional(),
    }),
    output: z.object({ url: z.string() }),
    run: async ({ next = "/", invitation }, { read, now, call }) => {
      if (parts.provider === undefined) throw noProvider();
      if (invitation !== undefined) await openInvitation(read, invitation, now);
      const { url, checks } = await parts.provider.begin();
      const to = next.length > NEXT_MAX ? "/" : localPath(next);
      parts.underWay.keep(call, { at: "provider", checks, next: to, invitation }, now);
      return { url };
    },
  });
}

/** Takes what the browser brought back from the provider. Gives a session; or none, where a code is still asked for. */
function finish(parts: OidcParts): Action {
  const failed = new Attempts(FAILED_FROM_ADDRESS);
  return changeAction({
    name: "oidc.finish",
    may: "public",
    input: z.strictObject({ query: z.string().max(8_000) }),
    output: enteredSchema,
    prepare: async ({ query }, { now, call }) => {
      if (parts.provider === undefined) throw noProvider();
      const { provider } = parts;
      const underWay = parts.underWay.find(call, "provider", now);
      const from = addressKey(call.address);
      if (!failed.take(from, now)) throw tooManySignIns(FAILED_FROM_ADDRESS.windowMs);
      parts.underWay.use(call, underWay, now);
      const vouched = await provider.finish(query, underWay.checks);
      failed.giveBack(from);
      return { underWay, vouched, label: provider.settings.label };
    },
    run: async (_input, context, { underWay, vouched, label }) => {
      const { tx, now, call } = context;
      const { next, invitation } = underWay;
      const admitted = await admitEntrant(tx, { vouched, invitation }, { now, label });
      const person = "person" in admitted.entry ? admitted.entry.person : undefined;
      if (person !== undefined && (await withSecondFactor(tx, [person.id])).has(person.id)) {
        parts.underWay.keep(call, { at: "code", vouched, personId: person.id, next, invitation }, now);
        return { session: null, next };
      }
      const entered = await letIn(parts, context, { ...admitted, vouched });
      return { session: await startSession(entered, context, parts.version), next };
    },
    audit: () => ({ subject: "session:code" }),
  });
}

/** The second factor of somebody for whom the provider vouched. A wrong code can be given again. */
function giveCode(parts: OidcParts): Action {
  return changeAction({
    name: "oidc.code",
    may: "public",
    input: z.strictObject({ code }),
    output: enteredSchema,
    prepare: async (input, context) => {
      const underWay = parts.underWay.find(context.call, "code", context.now);
      const person = await findPersonBy(context.read, "id", underWay.personId);
      if (person === undefined) throw nothingUnderWay();
      return { underWay, person, ...(await checkCode(parts, { person, code: input.code }, context)) };
    },
    run: async (_input, context, { underWay, person, check, succeeded }) => {
      const { tx, now, call } = context;
      const { vouched, next, invitation } = underWay;
      const label = parts.provider?.settings.label ?? vouched.issuer;
      // Again: the account may have been disabled, or bound to another, meanwhile.
      const admitted = await admitEntrant(tx, { vouched, invitation }, { now, label });
      if (!("person" in admitted.entry) || admitted.entry.person.id !== person.id) throw nothingUnderWay();
      await useCode(parts, tx, { person, check });
      parts.underWay.use(call, underWay, now);
      tx.afterCommit(succeeded);
      const entered = await letIn(parts, context, { ...admitted, vouched });
      return { session: await startSession(entered, context, parts.version), next };
    },
    audit: () => ({ subject: "person" }),
  });
}

/** Guesses are counted as those at the door: docs/decisions/0012-one-answer-to-whoever-is-not-signed-in.md. */
async function checkCode(
  { limits, secondFactors }: ProofParts,
  { person, code: given }: { person: PersonRow; code: string },
  { read, now, call }: Pick<ReadContext, "read" | "now" | "call">,
): Promise<{ readonly check: CodeCheck; readonly succeeded: () => void }> {
  const isKnown = await hasSignedInFrom(read, person.id, call.address);
  const attempt = { account: person.name_key, address: call.address, isKnown };
  limits.begin(attempt, now);
  const check = await secondFactors.check(read, { personId: person.id, code: given }, now);
  const isHeard = isKnown || secondFactors.takesStranger(person.id, check, now);
  if (check.kind === "wrong" || !isHeard) throw wrongCode();
  return { check, succeeded: () => limits.succeeded(attempt) };
}

async function useCode(
  { secondFactors }: ProofParts,
  tx: Tx,
  { person, check }: { person: PersonRow; check: CodeCheck },
): Promise<void> {
  if (!(await secondFactors.use(tx, person.id, check))) throw wrongCode();
}
