/** Sums by group, in the order in which the groups first come. @param groupOf  of an asset's id: the name of its group */
export function grouped<Row extends { readonly asset: string }>(
  rows: Iterable<Row>,
  groupOf: (asset: string) => string,
  figureOf: (row: Row) => number | undefined,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const figure = figureOf(row);
    if (figure === undefined) continue;
    const group = groupOf(row.asset);
    sums.set(group, (sums.get(group) ?? 0) + figure);
  }
  return sums;
}
