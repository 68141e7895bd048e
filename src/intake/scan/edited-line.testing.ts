import fc from "fast-check";

type Edit = readonly [where: number, what: string, remove: number];

/** A line with up to three places where bytes are inserted, changed or cut away. */
export function editedLine(line: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  return fc.tuple(line, edits()).map(([text, changes]) => changes.reduce(edited, Buffer.from(text)));
}

function edits(): fc.Arbitrary<readonly Edit[]> {
  const what = fc.constantFrom(
    "",
    "",
    '"',
    "\\",
    "\\u0041",
    "{",
    "}",
    ",",
    ":",
    "0",
    "1",
    ".",
    "e",
    "-",
    " ",
    "n",
    "é",
    "\u0000",
    "Z",
  );
  return fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), what, fc.constantFrom(0, 0, 1, 1, 2, 500)), {
    maxLength: 3,
  });
}

function edited(bytes: Buffer, [where, what, remove]: Edit): Buffer {
  const at = Math.floor(where * bytes.length);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(what, "latin1"), bytes.subarray(at + remove)]);
}
