/** A rectangle of the picture, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A thing and where it lies. */
export interface Placed<Item> {
  readonly item: Item;
  readonly box: Box;
}

/** Areas smaller than this, in square pixels, cannot be seen, and their sides cannot be computed with. */
const SMALLEST = 0.01;

/** A thing and its area in square pixels. */
interface Sized<Item> {
  readonly item: Item;
  readonly area: number;
}

/**
 * Fills a box with one rectangle per thing, its area by its size, as near to squares as goes: the squarified treemap of
 * M. Bruls, K. Huizing and J. van Wijk (2000). The largest lies top left; what would be too small to be seen is left out.
 * @param items  sizes are positive and finite
 */
export function squarify<Item extends { readonly size: number }>(
  items: readonly Item[],
  box: Box,
): readonly Placed<Item>[] {
  const largest = items.reduce((most, { size }) => Math.max(most, size), 0);
  // Shares of the largest first: the sizes themselves may be too large to add, or too small to divide by.
  const total = items.reduce((sum, { size }) => sum + size / largest, 0);
  const left = items
    .map((item) => ({ item, area: (item.size / largest / total) * box.width * box.height }))
    .filter(({ area }) => area >= SMALLEST)
    .toSorted((one, other) => other.area - one.area);
  const placed: Placed<Item>[] = [];
  let room = box;
  while (left.length > 0) {
    const side = Math.min(room.width, room.height);
    let count = 1;
    while (count < left.length && worst(left, count + 1, side) <= worst(left, count, side)) count += 1;
    room = placeRow(left.splice(0, count), room, placed);
  }
  return placed;
}

/** How far the most oblong of the first `count` is from a square, when they share a row along `side`. */
function worst(items: readonly Sized<unknown>[], count: number, side: number): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += items[index]?.area ?? 0;
  const depth = sum / side;
  const ratio = (area: number): number => {
    const length = area / depth;
    return Math.max(length / depth, depth / length);
  };
  return Math.max(ratio(items[0]?.area ?? 0), ratio(items[count - 1]?.area ?? 0));
}

/** Lays a row along the shorter side; what is left of the room comes back. */
function placeRow<Item>(row: readonly Sized<Item>[], room: Box, placed: Placed<Item>[]): Box {
  const { x, y, width, height } = room;
  const isColumn = height <= width;
  const depth = row.reduce((sum, { area }) => sum + area, 0) / (isColumn ? height : width);
  let offset = 0;
  for (const { item, area } of row) {
    const length = area / depth;
    const box = isColumn
      ? { x, y: y + offset, width: depth, height: length }
      : { x: x + offset, y, width: length, height: depth };
    placed.push({ item, box });
    offset += length;
  }
  return isColumn
    ? { ...room, x: x + depth, width: Math.max(SMALLEST, width - depth) }
    : { ...room, y: y + depth, height: Math.max(SMALLEST, height - depth) };
}
