import type { AnyCommand } from "../../src/core/command.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { DoneKeyStore } from "../../src/store/done-key-store.ts";
import { memoryLog, NOON } from "./calls.ts";
import { openSector, type SectorServices } from "../../src/compose/sector.ts";
import { readSectorMap } from "../../src/sector/map.ts";
import { addUser, type TestDesk, testDesk } from "./desk.ts";

const map = readSectorMap();

export interface SectorDesk extends TestDesk {
  readonly services: SectorServices;
  /** Where evidence and looks at repositories are kept. */
  readonly kept: Database;
}

/** A desk with these commands over what main puts together for the sector, in a database in memory. */
export async function sectorDesk(
  commandsOf: (services: SectorServices) => readonly AnyCommand[],
  { githubBase = "http://127.0.0.1:9", clock = () => NOON }: { githubBase?: string; clock?: () => number } = {},
): Promise<SectorDesk> {
  const kept = await openDatabase(":memory:");
  for (const id of ["user-1", "user-2"]) await addUser(kept, id);
  const doneKeys = new DoneKeyStore();
  const services = openSector({
    config: { github: { base: githubBase } },
    database: kept,
    map,
    version: "0",
    log: memoryLog(),
    clock,
    once: (command, call, write) => doneKeys.once(kept, command, call, write),
  });
  return { ...(await testDesk(commandsOf(services), { clock })), services, kept };
}
