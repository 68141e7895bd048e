import { refuseManaged } from "#http";
import { type Action, callerPerson, changeAction, readAction } from "#identity";
import { Refusal, type RefusalFault } from "#kernel";
import type { Reader } from "#storage";
import { z } from "zod";
import { rulesInput, rulesSchema } from "../contract.ts";
import { CHANNEL_KINDS } from "../model/channel-kind.ts";
import { type Method, methodStanding } from "../model/method.ts";
import { reachWarnings } from "../model/reach-warnings.ts";
import { NO_RULES, type Rules, waysOf } from "../model/rule.ts";
import { methodsOf } from "../store/methods.ts";
import { rulesOf, storeRules } from "../store/rules.ts";
import { availableKinds, type NotificationParts } from "./notification-parts.ts";

/** By which of one's own ways one is told, in which order. */
export function ruleActions(parts: NotificationParts): Record<"get" | "put", Action> {
  const get = readAction({
    name: "rule.get",
    may: "signed-in",
    input: z.strictObject({}),
    output: rulesSchema,
    run: async (_input, { read, by, now }) => rulesView(read, (await callerPerson(read, by)).id, { parts, now }),
  });
  const put = changeAction({
    name: "rule.put",
    may: "signed-in",
    input: z.strictObject(rulesInput),
    output: rulesSchema,
    run: async (rules, { tx, by, now, about }) => {
      const person = await callerPerson(tx, by);
      about(`person:${person.handle}`);
      const [before] = await rulesOf(tx, [person.id]);
      refuseManaged(before?.managedBy ?? null, `rules of ${person.handle}`);
      refuseUnknownWays(rules, await methodsOf(tx, [person.id]));
      await storeRules(tx, { personId: person.id, rules, managedBy: null });
      return rulesView(tx, person.id, { parts, now });
    },
    audit: ({ page, ticket }) => ({ subject: "person", facts: { page, ticket } }),
  });
  return { get, put };
}

async function rulesView(
  read: Reader,
  personId: string,
  { parts, now }: { readonly parts: NotificationParts; readonly now: number },
): Promise<z.input<typeof rulesSchema>> {
  const [stored] = await rulesOf(read, [personId]);
  const rules = stored?.rules ?? NO_RULES;
  const available = await availableKinds(read, parts);
  const methods = (await methodsOf(read, [personId])).map((method) => ({
    ...method,
    name:
      method.title === "" ? `${parts.channels.get(method.kind)?.title ?? method.kind} ${method.shown}` : method.title,
    standing: methodStanding(method, (kind) => available.has(kind)),
    isVerified: method.verifiedAt !== null,
    breaksThrough: parts.channels.get(method.kind)?.breaksThrough === true,
  }));
  const good = methods.filter(({ standing }) => standing === "good");
  const usable = good.length > 0 ? good : methods.filter(({ standing }) => standing === "poor");
  const used = (urgency: "page" | "ticket") =>
    waysOf(usable, { rules, urgency }).map(({ methodId: method, afterMs }) => ({ method, afterMs }));
  return {
    page: [...rules.page],
    ticket: [...rules.ticket],
    managedBy: stored?.managedBy ?? null,
    used: { page: used("page"), ticket: used("ticket") },
    warnings: [...reachWarnings(methods, rules, now)],
  };
}

/** A way is a kind, or the id of one of the person's methods. */
function refuseUnknownWays(rules: Rules, methods: readonly Method[]): void {
  const known = new Set<string>([...CHANNEL_KINDS, ...methods.map(({ id }) => id)]);
  const faults = (["page", "ticket"] as const).flatMap((urgency) =>
    rules[urgency].flatMap(({ way }, index): RefusalFault[] =>
      known.has(way)
        ? []
        : [{ pointer: `/${urgency}/${index}/way`, detail: `"${way}" is neither a kind nor one of your ways` }],
    ),
  );
  if (faults.length === 0) return;
  throw new Refusal(
    "invalid",
    "rule.unknown-way",
    "A rule names a way that you do not have, so nothing was changed. GET /api/v1/me/methods lists yours.",
    { faults },
  );
}
