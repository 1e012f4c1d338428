import { removeGivenUp } from "../store/portfolio-give-up.ts";
import type { Database } from "../store/database.ts";
import type { ImportStore } from "../store/import-store.ts";
import type { Step } from "./tick.ts";

/** Removes files that were read and never confirmed, when their hour is over, and what was left of one as the process died. */
export const dropImports = (database: Database, imports: ImportStore): Step => ({
  name: "drop imports",
  async run(now) {
    await imports.removeExpired(database, now);
    await removeGivenUp(database, now);
  },
});
