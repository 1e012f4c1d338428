import { expect, test } from "vitest";
import { type Lot, lotOf, lotOrder } from "./lot.ts";
import { LotHeap } from "./lot-heap.ts";
import { LotPool } from "./lot-pool.ts";
import { METHODS } from "../../tests/support/portfolio.ts";
import { USUAL_CONVENTIONS } from "./conventions.ts";
import fc from "fast-check";

const figures = fc.record({
  acquiredAt: fc.integer({ min: 0, max: 5 }),
  paid: fc.bigInt({ min: 0n, max: 9n }),
  quantity: fc.bigInt({ min: 1n, max: 9n }),
});
const lots = fc.array(figures, { maxLength: 40 }).map((all) =>
  all.map(({ acquiredAt, paid, quantity }, arrival) =>
    lotOf({
      activityId: `e${arrival}`,
      acquiredAt,
      arrival,
      isCostKnown: true,
      quantity,
      cost: paid,
      paid,
      paidFor: quantity,
    }),
  ),
);
const drained = (heap: LotHeap): readonly Lot[] => {
  const all: Lot[] = [];
  for (let { next } = heap; next !== undefined; { next } = heap) {
    all.push(next);
    heap.drop();
  }
  return all;
};

test.each(METHODS)("lots leave in their order, whenever they came (%s)", (method) => {
  const order = lotOrder(method, USUAL_CONVENTIONS);
  fc.assert(
    fc.property(lots, fc.nat({ max: 40 }), (all, firstCount) => {
      const heap = new LotHeap(order, all.slice(0, firstCount));
      for (const lot of all.slice(firstCount)) heap.add(lot);
      expect(heap.all).toHaveLength(all.length);
      expect(drained(heap)).toEqual(all.toSorted(order));
      heap.drop();
      expect(heap.next).toBeUndefined();
    }),
  );
});

test.each(METHODS)(
  "what is taken and what is left is what came in, also when the number of coins changes (%s)",
  (method) => {
    const sumOf = (all: readonly { quantity: bigint; cost: bigint }[]): readonly [bigint, bigint] => [
      all.reduce((sum, each) => sum + each.quantity, 0n),
      all.reduce((sum, each) => sum + each.cost, 0n),
    ];
    fc.assert(
      fc.property(
        lots,
        fc.bigInt({ min: 1n, max: 5n }),
        fc.bigInt({ min: 1n, max: 2n }),
        (all, numerator, denominator) => {
          const pool = new LotPool(method, USUAL_CONVENTIONS);
          const [, cost] = sumOf(all);
          for (const lot of all) pool.add({ ...lot });
          const half = sumOf(pool.take(pool.quantity / 2n));
          expect(pool.cost).toBe(cost - half[1]);
          expect(sumOf(pool.lots())).toEqual([pool.quantity, pool.cost]);
          const before = pool.quantity;
          const left = pool.cost;
          if ((before * numerator) / denominator === 0n) return;
          pool.scale(numerator, denominator);
          expect([pool.quantity, pool.cost]).toEqual([(before * numerator) / denominator, left]);
          const rest = pool.take(pool.quantity);
          expect(sumOf(rest)[1]).toBe(left);
          expect([pool.quantity, pool.cost, pool.lots()]).toEqual([0n, 0n, []]);
        },
      ),
    );
  },
);

test("a pool that changes its method uses the other lot from then on", () => {
  const lot = (arrival: number) =>
    lotOf({
      activityId: `e${arrival}`,
      acquiredAt: arrival,
      arrival,
      isCostKnown: true,
      quantity: 1n,
      cost: 1n,
      paid: 1n,
      paidFor: 1n,
    });
  const pool = new LotPool("fifo", USUAL_CONVENTIONS);
  for (const arrival of [1, 2, 3, 4]) pool.add(lot(arrival));
  const taken = () => pool.take(1n).map((part) => part.lot.activityId);
  expect(taken()).toEqual(["e1"]);
  pool.use("lifo");
  expect(taken()).toEqual(["e4"]);
  pool.use("fifo");
  expect(taken()).toEqual(["e2"]);
});
