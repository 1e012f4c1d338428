import { type DeskServices, openDesk } from "../../src/compose/desk.ts";
import { openSampleMarket } from "../../src/compose/market.ts";
import type { Adapter } from "../../src/core/desk.ts";
import type { Backups } from "../../src/commands/backup.ts";
import { openOutbox } from "../../src/compose/outbox.ts";
import { readConfig } from "../../src/config.ts";
import { Health } from "../../src/core/health.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { noteFault, overheard } from "./log-watch.ts";
import { type LogLine, memoryLog } from "./calls.ts";

export interface WholeDesk extends DeskServices {
  readonly database: Database;
  readonly faults: unknown[];
  readonly lines: readonly LogLine[];
  readonly clock: () => number;
  /** Lets time pass, for the desk alone. */
  pass(ms: number): void;
  rows(table: "user" | "account" | "button" | "incoming_request" | "setting"): Promise<number>;
}

/** What tests may give a desk besides. With doors it has what comes by itself, digests above all; nothing is sent before it is told to. */
interface Outside {
  readonly doors?: readonly Adapter[];
  readonly backups?: Backups;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * The desk with all its commands as main puts it together, on the sample market and a database in memory.
 * @param nodes  addresses of nodes, for wallets; then the market passes for a live one
 * @param outside  what it has besides
 */
export async function openWholeDesk(
  claimCode?: string,
  nodes?: Readonly<Record<"EVM_RPC_URLS" | "SOLANA_RPC_URL", string>>,
  outside: Outside = {},
): Promise<WholeDesk> {
  const database = await openDatabase(":memory:");
  const log = memoryLog();
  const faults: unknown[] = [];
  let passed = 0;
  const clock = (): number => Date.now() + passed;
  const report = (error: unknown): string => {
    faults.push(error);
    noteFault(error);
    return "ref789";
  };
  const config = readConfig({ MARKET_DATA: "sample", ...outside.environment, ...nodes });
  const parts = { config, database, version: "0", log, report, clock, health: new Health(), jobs: () => [] };
  const { doors, backups } = outside;
  const delivery = doors && openOutbox(parts);
  if (doors) delivery?.useDoors(doors);
  const services = openDesk({
    ...parts,
    served: () => undefined,
    ...(claimCode === undefined ? {} : { claimCode }),
    ...(delivery && { delivery }),
    ...(backups && { backups }),
  });
  const market = await openSampleMarket({ ...parts, config: config.market });
  services.useMarket(market, nodes ? undefined : market.asOf);
  return {
    ...services,
    desk: overheard(services.desk),
    database,
    faults,
    lines: log.lines,
    clock,
    pass(ms) {
      passed += ms;
    },
    async rows(table) {
      const { count } = await database
        .selectFrom(table)
        .select((select) => select.fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}
