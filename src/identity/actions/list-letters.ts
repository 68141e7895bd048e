import { z } from "zod";
import { cursorOf, page, pageInput, readCursor } from "#http";
import { wireValue } from "#kernel";
import { lettersAfter, letterSchema } from "#mail";
import { readAction } from "./action.ts";

const LIST = "letters";
const place = z.tuple([z.number(), z.string()]);

/** What became of each letter, newest first; never what it says. */
export const listLetters = readAction({
  name: "letter.list",
  may: "person:read",
  input: z.strictObject(pageInput),
  output: page(letterSchema),
  run: async ({ limit, cursor }, { read }) => {
    const [createdAt, id] = readCursor(LIST, cursor, place) ?? [];
    const after = createdAt === undefined || id === undefined ? undefined : { createdAt, id };
    const found = await lettersAfter(read, { limit: limit + 1, after });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = last === undefined || found.length <= limit ? null : cursorOf(LIST, [last.createdAt, last.id]);
    return { items: items.map((each) => wireValue(each) as z.input<typeof letterSchema>), next };
  },
});
