import type { Migration } from "kysely";
import { evidence } from "./006-evidence.ts";
import { first } from "./001-first.ts";
import { market } from "./002-market.ts";
import { news } from "./005-news.ts";
import { people } from "./003-people.ts";
import { sector } from "./004-sector.ts";

/** In the order of their names; only ever added to. */
export const migrations: Readonly<Record<string, Migration>> = {
  "001-first": first,
  "002-market": market,
  "003-people": people,
  "004-sector": sector,
  "005-news": news,
  "006-evidence": evidence,
};
