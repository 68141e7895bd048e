const STRICT = { fatal: true, ignoreBOM: true };
// oxlint-disable-next-line no-control-regex
const ASCII = /^[\u0001-\u007f]*$/;

/** A line as text; undefined when it is not UTF-8, or holds a NUL. */
export function decodedLine(bytes: Uint8Array, start: number, end: number): string | undefined {
  const line = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  const text = line.toString("latin1");
  if (ASCII.test(text)) return text;
  if (line.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", STRICT).decode(line);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
