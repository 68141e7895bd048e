import type { z } from "zod";
import type { Call, RoutedAction } from "#http";
import type { Reader, Tx } from "#storage";
import type { Caller } from "../model/caller.ts";
import type { Demand } from "../model/permissions.ts";

/** What every action is handed. */
export interface ReadContext {
  /** Committed rows. */
  readonly read: Reader;
  readonly by: Caller;
  /** The organisations to which the answer is confined, for a caller who may this with the own only; null: not confined. */
  readonly within: readonly string[] | null;
  /** Epoch ms, one instant for the whole action. */
  readonly now: number;
  readonly call: Call;
}

/** What a change is handed: the transaction in which its audit entry is written too. */
export interface ChangeContext extends Omit<ReadContext, "read"> {
  readonly tx: Tx;
  /** A new id, such as `tok_…`. */
  readonly nextId: (prefix: string) => string;
  /** Says what the entry in the audit log is about, where neither input nor output do: `person:ana`. */
  readonly about: (subject: string) => void;
  /** For an action that changes many things: each gets an entry of its own in the audit log, before the action's. */
  readonly note: (entry: AuditNote & { readonly action: string }) => void;
}

/** What the audit log keeps of a change. No secrets. */
export interface AuditNote {
  /** `kind:name` of what was changed. */
  readonly subject: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/**
 * To whom the thing belongs that an input names: the organisation's name, or undefined where there is no such thing. A
 * caller who may only with the own is told that there is nothing, whether it is another's or absent. "caller": the
 * action itself keeps to `within`. An action that says nothing is for those only who may with everything.
 */
export type OwnerOf<Input> = "caller" | ((input: Input, read: Reader) => Promise<string | undefined>);

/** An action, checked and ready for the runner. Made by `readAction` and `changeAction` only. */
export interface Action extends RoutedAction {
  readonly may: Demand;
  readonly owner: OwnerOf<unknown> | undefined;
  readonly prepare: (input: unknown, context: ReadContext) => Promise<unknown>;
  readonly read: (input: unknown, context: ReadContext) => Promise<unknown>;
  readonly change: (input: unknown, context: ChangeContext, prepared: unknown) => Promise<unknown>;
  readonly audit: (input: unknown, output: unknown) => AuditNote;
}

interface Declared<Input extends z.ZodObject, Output extends z.ZodType> {
  readonly name: string;
  readonly may: Demand;
  readonly owner?: OwnerOf<z.output<Input>>;
  readonly input: Input;
  readonly output: Output;
}

interface DeclaredRead<Input extends z.ZodObject, Output extends z.ZodType> extends Declared<Input, Output> {
  readonly run: (input: z.output<Input>, context: ReadContext) => Promise<z.input<Output>>;
}

interface DeclaredChange<Input extends z.ZodObject, Output extends z.ZodType, Prepared> extends Declared<
  Input,
  Output
> {
  /** What is slow or reaches outside (hashing, sending) happens here, before the transaction begins. */
  readonly prepare?: (input: z.output<Input>, context: ReadContext) => Promise<Prepared>;
  readonly run: (input: z.output<Input>, context: ChangeContext, prepared: Prepared) => Promise<z.input<Output>>;
  readonly audit: (input: z.output<Input>, output: z.output<Output>) => AuditNote;
}

/** An action that changes nothing. */
export function readAction<Input extends z.ZodObject, Output extends z.ZodType>(
  declared: DeclaredRead<Input, Output>,
): Action {
  const { name, may, input, output, run } = declared;
  return {
    name,
    may,
    owner: declared.owner as OwnerOf<unknown> | undefined,
    kind: "read",
    input,
    output,
    prepare: () => Promise.resolve(undefined),
    read: (given, context) => run(given as z.output<Input>, context),
    change: () => Promise.reject(new Error(`invariant broken: ${name} only reads`)),
    audit: () => ({ subject: "" }),
  };
}

/** An action that changes rows: in one transaction with its audit entry, or not at all. */
export function changeAction<Input extends z.ZodObject, Output extends z.ZodType, Prepared = undefined>(
  declared: DeclaredChange<Input, Output, Prepared>,
): Action {
  const { name, may, input, output, run, prepare, audit } = declared;
  return {
    name,
    may,
    owner: declared.owner as OwnerOf<unknown> | undefined,
    kind: "change",
    input,
    output,
    prepare: async (given, context) => prepare?.(given as z.output<Input>, context),
    read: () => Promise.reject(new Error(`invariant broken: ${name} is no question`)),
    change: (given, context, prepared) => run(given as z.output<Input>, context, prepared as Prepared),
    audit: (given, result) => audit(given as z.output<Input>, result as z.output<Output>),
  };
}
