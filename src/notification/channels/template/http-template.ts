import { findTargetFault, type Message } from "#messaging";
import { z } from "zod";
import type { Filter, PlaceholderValues } from "./placeholder.ts";
import { fillTemplate, parseTemplate } from "./parse-template.ts";

/** Limits, in letters: of what people write, and of what is sent. */
const URL_MAX = 2_000;
const BODY_MAX = 8_192;
const HEADERS_MAX = 20;
const HEADER_MAX = 1_000;

/** Headers that the connection sets itself. */
const OURS: ReadonlySet<string> = new Set([
  "host",
  "content-length",
  "transfer-encoding",
  "connection",
  "upgrade",
  "te",
  "trailer",
  "expect",
]);

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;

const headerValue = z
  .string()
  .max(HEADER_MAX, `has more than ${HEADER_MAX} letters`)
  .regex(/^[\t\x20-\x7E]*$/, "has letters that no header can hold");

const headersField = z
  .record(z.string(), headerValue)
  .superRefine((all, context) => {
    const names = Object.keys(all);
    if (names.length > HEADERS_MAX) context.addIssue({ code: "custom", message: `are more than ${HEADERS_MAX}` });
    for (const name of names.slice(0, HEADERS_MAX)) {
      const message = headerFault(name);
      if (message !== undefined) context.addIssue({ code: "custom", path: [name], message });
    }
  })
  .transform((all) => Object.fromEntries(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value])));

function headerFault(name: string): string | undefined {
  if (!HEADER_NAME.test(name)) return "is no name of a header";
  return OURS.has(name.toLowerCase()) ? "is a header that the connection sets by itself: leave it out" : undefined;
}

/** A request as people write it: an address, headers and a body with names in braces. */
export const httpTemplate = z
  .strictObject({
    /** Told apart by it from what asks only for a few fields. */
    preset: z.undefined().optional(),
    url: z.string().trim().max(URL_MAX, `has more than ${URL_MAX} letters`),
    method: z.enum(["POST", "PUT", "GET"]).default("POST"),
    headers: headersField.prefault({}),
    body: z.string().max(BODY_MAX, `has more than ${BODY_MAX} letters`).default(""),
  })
  .superRefine((template, context) => {
    for (const { path, message } of templateFaults(template)) context.addIssue({ code: "custom", path, message });
  });

/** A request to be filled in. */
export type HttpTemplate = z.infer<typeof httpTemplate>;

interface Fault {
  readonly path: string[];
  readonly message: string;
}

/** Values that break whatever does not take them as text. */
const HOSTILE = `"\\'<&>{{}}\n%+ä€😀`;
const TRIAL: PlaceholderValues = {
  title: HOSTILE,
  text: HOSTILE,
  link: "https://plimsoll.example/groups/1",
  acknowledge: "https://plimsoll.example/a/1",
  resolve: "https://plimsoll.example/a/2",
  id: "ntf_1",
  subject: "page_1",
  event: "page",
  urgency: "page",
  to: HOSTILE,
};

function templateFaults(template: HttpTemplate): Fault[] {
  const texts = [
    [["url"], template.url],
    ...Object.entries(template.headers).map(([name, value]) => [["headers", name], value] as const),
    [["body"], template.body],
  ] as const;
  const faults = texts.flatMap(([path, text]) =>
    (parseTemplate(text).faults ?? []).map((message): Fault => ({ path: [...path], message })),
  );
  return faults.length > 0 ? faults : requestFaults(template);
}

/** Looked at with values in it: what it gives must be a request whatever is told. */
function requestFaults(template: HttpTemplate): Fault[] {
  const faults: Fault[] = [];
  const { url, body } = filledTemplate(template, TRIAL);
  const target = findTargetFault(url);
  if (target !== undefined) faults.push({ path: ["url"], message: target });
  else if (/^[a-z]+:\/\/[^/?#]*/i.exec(template.url)?.[0].includes("{{") === true) {
    faults.push({ path: ["url"], message: "must name its host itself: nothing that is told may choose where it goes" });
  }
  if (template.method === "GET" && body !== "") {
    faults.push({ path: ["body"], message: "is never sent with GET: put it into the address, or use POST" });
  }
  if (formOf(template) === "json" && !isJson(body)) {
    faults.push({
      path: ["body"],
      message: "is not JSON: put each {{name}} inside of quotation marks, and look at commas and braces",
    });
  }
  return faults;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** By what the body says it is. */
function formOf({ method, headers }: HttpTemplate): Filter | "none" {
  const type = headers["content-type"] ?? "application/json";
  if (method === "GET" || type.startsWith("text/plain")) return "none";
  if (/json/i.test(type)) return "json";
  return /xml/i.test(type) ? "xml" : "form";
}

/** The request with these values: each is made a part of its place, in the address, a header or the body. */
export function filledTemplate(template: HttpTemplate, values: PlaceholderValues): Message & { readonly body: string } {
  const { url, method, headers, body } = template;
  const fill = (text: string, last: Filter | "none"): string =>
    fillTemplate(parseTemplate(text).parts ?? [], values, last);
  const filled = Object.entries(headers).map(([name, value]) => [name, headerText(fill(value, "none"))] as const);
  const type = method === "GET" ? {} : { "content-type": "application/json" };
  return {
    url: fill(url, "url"),
    method,
    headers: { ...type, ...Object.fromEntries(filled) },
    body: fill(body, formOf(template)),
  };
}

/** What a header can hold: letters of ASCII in one line. */
function headerText(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7E]+/g, " ").trim();
}
