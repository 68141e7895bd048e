import type { z } from "zod";
import { isoText, isoTextOrNull } from "#kernel";
import type { Reader } from "#storage";
import type { clientSchema } from "../contract.ts";
import type { ClientRow } from "../model/rows.ts";
import { keeperOf, type Within } from "./keeper-of.ts";
import { otherNamesOf } from "../store/lists.ts";

/** Clients as people see them, in the same order. */
export async function clientViews(
  read: Reader,
  rows: readonly ClientRow[],
  within: Within,
): Promise<z.input<typeof clientSchema>[]> {
  const names = Map.groupBy(
    await otherNamesOf(
      read,
      rows.map(({ id }) => id),
    ),
    ({ client_id }) => client_id,
  );
  return rows.map((row) => {
    const own = names.get(row.id) ?? [];
    const ofKind = (wanted: string): string[] => own.filter(({ kind }) => kind === wanted).map(({ name }) => name);
    return {
      id: row.id,
      client: row.client,
      title: row.title,
      description: row.description,
      organisation: row.organisation,
      environment: row.environment,
      seenAs: ofKind("seen"),
      formerNames: ofKind("former"),
      createdAt: isoText(row.created_at),
      retiredAt: isoTextOrNull(row.retired_at),
      revision: row.revision,
      managedBy: keeperOf(row.managed_by, within),
    };
  });
}

/** One client as people see it. */
export async function clientView(read: Reader, row: ClientRow, within: Within): Promise<z.input<typeof clientSchema>> {
  const [view] = await clientViews(read, [row], within);
  return view as z.input<typeof clientSchema>;
}
