import type { Migration } from "kysely";
import { first } from "./001-first.ts";

/** In the order of their names; only ever added to. */
export const migrations: Readonly<Record<string, Migration>> = { "001-first": first };
