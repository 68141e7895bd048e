import { z } from "zod";
import { cursorOf, instantField, page as pageOf, pageInput, readCursor, refuseManaged, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { isoText, isoTextOrNull, isZone, Refusal } from "#kernel";
import type { Reader } from "#storage";
import { escalationSchema, policyName, previewSchema } from "../contract.ts";
import { entryOfText } from "../grammar/entry-of-text.ts";
import { readEscalation } from "../grammar/read-escalation.ts";
import { EVERYBODY, EVERYBODY_POLICY, type Policy } from "../model/policy.ts";
import { previewOf } from "../model/preview.ts";
import type { PolicyRow } from "../model/rows.ts";
import { deletePolicy, findPolicy, policiesAfter } from "../store/policies.ts";
import { Directory } from "./directory.ts";
import { policyWarnings } from "./policy-warnings.ts";
import type { EscalationPorts } from "./ports.ts";
import { builtIn, saveEscalation } from "./save-escalation.ts";

const LIST = "escalations";
const TEXT_MAX = 65_536;

const named = z.strictObject({ escalation: policyName });
const written = {
  /** The entry, YAML or JSON, as in `escalations` of a configuration text. */
  text: z.string().min(1).max(TEXT_MAX),
  /** For the hours of `only`. */
  zone: z.string().refine(isZone, "is not a time zone such as Europe/Madrid").default("UTC"),
};

/** What can be done with policies. */
export function policyActions(ports: EscalationPorts) {
  return {
    list: listAction(ports),
    get: getAction(ports),
    put: putAction(ports),
    remove,
    preview: previewAction(ports),
  };
}

/** The built-in one first, then by name. */
function listAction(ports: EscalationPorts): Action {
  return readAction({
    name: "escalation.list",
    may: "escalation:read",
    input: z.strictObject({ ...pageInput }),
    output: pageOf(escalationSchema),
    run: async ({ limit, cursor }, { read, now }) => {
      const [after] = readCursor(LIST, cursor, z.tuple([z.string()])) ?? [""];
      const rows = await policiesAfter(read, after, limit + 1);
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      const directory = new Directory(read, now, ports);
      const items = cursor === undefined ? [await viewOf(undefined, directory)] : [];
      for (const row of shown) items.push(await viewOf(row, directory));
      return { items, next: last === undefined ? null : cursorOf(LIST, [last.policy]) };
    },
  });
}

function getAction(ports: EscalationPorts): Action {
  return readAction({
    name: "escalation.get",
    may: "escalation:read",
    input: named,
    output: escalationSchema,
    run: async ({ escalation }, { read, now }) => {
      const row = escalation === EVERYBODY ? undefined : await existing(read, escalation);
      return await viewOf(row, new Directory(read, now, ports));
    },
  });
}

function putAction(ports: EscalationPorts): Action {
  return changeAction({
    name: "escalation.put",
    may: "escalation:write",
    input: z.strictObject({ escalation: policyName, ...written }),
    output: escalationSchema,
    run: async ({ escalation: name, text, zone }, { tx, now, call }) => {
      const before = await findPolicy(tx, name);
      refuseStale(call.precondition, before?.revision);
      refuseManaged(before?.managed_by ?? null, `escalation ${name}`);
      const entry = entryOfText(text, name, zone);
      const row = await saveEscalation(tx, { name, entry, zone }, { now, managedBy: null });
      return await viewOf(row, new Directory(tx, now, ports));
    },
    audit: ({ escalation }, { entry, revision }) => ({
      subject: `escalation:${escalation}`,
      facts: { entry, revision },
    }),
  });
}

const remove = changeAction({
  name: "escalation.delete",
  may: "escalation:write",
  input: named,
  output: z.void(),
  run: async ({ escalation }, { tx, call }) => {
    if (escalation === EVERYBODY) throw builtIn();
    const row = await existing(tx, escalation);
    refuseStale(call.precondition, row.revision);
    refuseManaged(row.managed_by, `escalation ${escalation}`);
    await deletePolicy(tx, escalation);
  },
  audit: ({ escalation }) => ({ subject: `escalation:${escalation}` }),
});

/** Who would be told, step by step, if a page began then and nobody answered: of a policy, or of a draft of it. */
function previewAction(ports: EscalationPorts): Action {
  return readAction({
    name: "escalation.preview",
    may: "escalation:read",
    input: z.strictObject({
      escalation: policyName,
      at: instantField.optional(),
      urgency: z.enum(["page", "ticket"]).default("page"),
      text: written.text.optional(),
      zone: written.zone,
    }),
    output: previewSchema,
    run: async ({ escalation, at: asked, urgency, text, zone }, { read, now }) => {
      const at = asked ?? now;
      const policy =
        text === undefined ? await policyOf(read, escalation) : readEscalation(text, escalation, zone).policy;
      const factsAt = async (instant: number) => await new Directory(read, instant, ports).facts(policy);
      const seen = await previewOf(policy, { at, urgency }, factsAt);
      return {
        at: isoText(at),
        steps: seen.map((entry) => ({
          at: isoText(entry.at),
          what:
            entry.what === "told"
              ? entry.event === "page"
                ? ("page" as const)
                : ("notify" as const)
              : whatOf(entry.what),
          step: numberIn(entry.inputs, "step"),
          round: numberIn(entry.inputs, "round"),
          to: [...entry.to],
          why: entry.why,
        })),
        warnings: await policyWarnings(policy, new Directory(read, at, ports)),
      };
    },
  });
}

function whatOf(what: string): "skipped" | "fallback" | "unreached" {
  return what === "fallback" || what === "unreached" ? what : "skipped";
}

function numberIn(inputs: Readonly<Record<string, unknown>>, key: string): number | null {
  const value = inputs[key];
  return typeof value === "number" ? value : null;
}

async function policyOf(read: Reader, name: string): Promise<Policy> {
  if (name === EVERYBODY) return EVERYBODY_POLICY;
  const { entry, zone } = await existing(read, name);
  return readEscalation(entry, name, zone).policy;
}

async function viewOf(row: PolicyRow | undefined, directory: Directory): Promise<z.input<typeof escalationSchema>> {
  const read = row === undefined ? undefined : readEscalation(row.entry, row.policy, row.zone);
  const policy = read?.policy ?? EVERYBODY_POLICY;
  const warnings = [...(read?.remarks.map(withoutPlace) ?? []), ...(await policyWarnings(policy, directory))];
  return {
    escalation: row?.policy ?? EVERYBODY,
    title: read?.title ?? null,
    entry: row === undefined ? {} : (JSON.parse(row.entry) as Record<string, unknown>),
    zone: row?.zone ?? "UTC",
    steps: policy.steps.map(({ act, targets, afterMs }) => ({ act, targets: [...targets], afterMs })),
    rounds: policy.rounds,
    fallback: policy.fallback,
    acknowledgementMs: policy.acknowledgementMs,
    acknowledgements: policy.acknowledgements,
    builtIn: row === undefined,
    createdAt: isoTextOrNull(row?.created_at ?? null),
    revision: row?.revision ?? 0,
    managedBy: row?.managed_by ?? null,
    warnings,
  };
}

/** What is stored has no lines that anybody sees. */
function withoutPlace(remark: string): string {
  return remark.replace(/^.*?, line \d+, column \d+: /, "");
}

async function existing(read: Reader, escalation: string): Promise<PolicyRow> {
  const row = await findPolicy(read, escalation);
  if (row !== undefined) return row;
  throw new Refusal(
    "not-found",
    "escalation.not-found",
    `There is no escalation policy "${escalation}". GET /api/v1/escalations lists them.`,
    { escalation },
  );
}
