import { z } from "zod";

const PAGE_MAX = 200;
const PAGE_USUAL = 50;

/** What each list takes: how many at once (1 to 200, usually 50), and where to go on. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_USUAL),
  cursor: z.string().optional(),
};

/** What each list answers; `next` is null on the last page. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
