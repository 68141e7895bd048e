/** Whether a text is a JSON Pointer (RFC 6901): empty, or parts behind slashes. */
export function isPointer(text: string): boolean {
  return text === "" || (text.startsWith("/") && !/~(?![01])/.test(text));
}

/** What a pointer leads to; undefined where there is nothing. */
export function readPointer(document: unknown, pointer: string): unknown {
  let value = document;
  const parts = pointer.split("/").slice(1);
  for (const part of parts) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    if (Array.isArray(value) && !/^(?:0|[1-9]\d*)$/.test(key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
