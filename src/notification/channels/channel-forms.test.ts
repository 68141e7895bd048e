import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { CHANNEL_FORMS, type ChannelField } from "../model/channel-forms.ts";
import { ALL_CHANNELS } from "./all-channels.ts";

/** Not asked for in a form: given by a browser or made by the server, chosen by the form, or too much for a line. */
const NOT_ASKED: ReadonlySet<string> = new Set(["preset", "headers", "secret", "endpoint", "p256dh", "auth"]);

interface Shape {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Shape[];
}

/** The fields of a schema, and those that must be given. */
function fieldsOf(schema: z.ZodType): { readonly names: string[]; readonly required: string[] } {
  const whole = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape;
  const shape = whole.oneOf?.[0] ?? whole;
  const asked = (names: readonly string[]): string[] => names.filter((name) => !NOT_ASKED.has(name)).toSorted();
  return { names: asked(Object.keys(shape.properties ?? {})), required: asked(shape.required ?? []) };
}

function asForm(fields: readonly ChannelField[]): { readonly names: string[]; readonly required: string[] } {
  const required = fields.filter((field) => field.optional !== true);
  return { names: fields.map(({ name }) => name).toSorted(), required: required.map(({ name }) => name).toSorted() };
}

for (const { kind, address, setting } of ALL_CHANNELS) {
  test(`the form of ${kind} asks for what an address and a setting are made of, and for nothing else`, () => {
    const form = CHANNEL_FORMS[kind];
    assert.deepEqual(asForm(form.address), fieldsOf(address));
    const written = setting !== undefined && setting.made === undefined;
    if (written) assert.deepEqual(asForm(form.setting), fieldsOf(setting.schema));
    else assert.deepEqual(form.setting, []);
    for (const field of [...form.address, ...form.setting]) assert.match(field.help, /^[A-Zh].*[.…]$/);
  });
}
