import type { Delivery } from "../core/delivery.ts";
import type { Executor } from "./database.ts";

/** Somebody, and the numbers of the alerts or the digest that they made. */
export interface Maker {
  readonly userId: string;
  readonly numbers: readonly number[];
}

/** Who made what a delivery is of; of a notice nobody did. What nobody is known of, since they were deleted, is left out. */
export async function makersOf(
  on: Executor,
  { kind, sourceId }: Pick<Delivery, "kind" | "sourceId">,
): Promise<readonly Maker[]> {
  if (kind === "notice") return [];
  const rows = await on
    .selectFrom(kind === "alert" ? "alert" : "subscription")
    .select(["number", "made_by as userId"])
    .where("number", "in", sourceId.split(",").map(Number))
    .orderBy("number")
    .execute();
  const users = new Set(rows.flatMap(({ userId }) => userId ?? []));
  return [...users].map((userId) => ({
    userId,
    numbers: rows.flatMap((row) => (row.userId === userId ? [row.number] : [])),
  }));
}
