import type { Coin } from "./market-desk.ts";

/** Repeatable numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SYLLABLES =
  "bit tao near ar ai co in gra ss ren der vir tu al fi net dao ne ox zer bro cat dog moon safe el on swap".split(" ");

/** A list as long as the real one: made-up names, many symbols shared, the first thousand ranked, two in three with a contract. */
export function manyCoins(count: number, seed = 1): Coin[] {
  const random = seeded(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const word = (): string => Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(SYLLABLES)).join("");
  return Array.from({ length: count }, (_, place): Coin => {
    const name = Array.from({ length: 1 + Math.floor(random() * 3) }, word).join(" ");
    const symbol = name.replaceAll(" ", "").slice(0, 2 + Math.floor(random() * 4));
    const address = `0x${place.toString(16).padStart(40, "0")}`;
    const contracts: Record<string, string> = random() < 0.66 ? { ethereum: address } : {};
    const id = `${name.replaceAll(" ", "-")}-${place}`;
    return place < 1_000
      ? [id, symbol, name, place + 1, 1e12 / (place + 1), contracts]
      : [id, symbol, name, undefined, undefined, contracts];
  });
}
