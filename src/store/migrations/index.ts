import type { Migration } from "kysely";
import { first } from "./001-first.ts";
import { market } from "./002-market.ts";
import { people } from "./003-people.ts";

/** In the order of their names; only ever added to. */
export const migrations: Readonly<Record<string, Migration>> = {
  "001-first": first,
  "002-market": market,
  "003-people": people,
};
