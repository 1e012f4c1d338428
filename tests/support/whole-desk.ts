import { type DeskServices, openDesk } from "../../src/compose/desk.ts";
import { openSampleMarket } from "../../src/compose/market.ts";
import { readConfig } from "../../src/config.ts";
import { Health } from "../../src/core/health.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
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

/**
 * The desk with all its commands as main puts it together, on the sample market and a database in memory.
 * @param nodes  addresses of nodes, for wallets; then the market passes for a live one
 */
export async function openWholeDesk(
  claimCode?: string,
  nodes?: Readonly<Record<"EVM_RPC_URLS" | "SOLANA_RPC_URL", string>>,
): Promise<WholeDesk> {
  const database = await openDatabase(":memory:");
  const log = memoryLog();
  const faults: unknown[] = [];
  let passed = 0;
  const clock = (): number => Date.now() + passed;
  const report = (error: unknown): string => {
    faults.push(error);
    return "ref789";
  };
  const config = readConfig({ MARKET_DATA: "sample", ...nodes });
  const parts = { config, database, version: "0", log, report, clock, health: new Health(), jobs: () => [] };
  const services = openDesk({ ...parts, served: () => undefined, ...(claimCode === undefined ? {} : { claimCode }) });
  const market = await openSampleMarket({ ...parts, config: config.market });
  services.useMarket(market, nodes ? undefined : market.asOf);
  return {
    ...services,
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
