import { createMachine } from "../faults/machine.ts";
import { ASSETS } from "../stand-ins/market-assets.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import { startMarket } from "../stand-ins/market.ts";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { type Person, TelegramStandIn } from "../stand-ins/telegram.ts";
import { type DeskProcess, startDesk, temporaryFolder } from "../support/process.ts";
import { standInVariables } from "../support/stand-in-variables.ts";

const MINUTE_MS = 60_000;
/** Everybody that the desk talks to, its file, and its lives one after the other. */
export interface Scene {
  readonly telegram: TelegramStandIn;
  readonly discord: Awaited<ReturnType<typeof startDiscord>>;
  readonly openai: Awaited<ReturnType<typeof openAiStandIn>>;
  readonly owner: Person;
  readonly folder: string;
  readonly database: string;
  readonly backups: string;
  /** What one TAO costs from now on, in US dollars. */
  setPrice(usd: number): void;
  /** So long nothing happens. */
  pass(ms: number): void;
  /** Starts the desk. Its clock, and that of everybody outside, is put forward to so long before a full minute, and so a tick. */
  begin(toTickMs: number): DeskProcess;
  /** What any of them asked against the rules of whom it asked. */
  violations(): readonly string[];
  close(): Promise<void>;
}

/** @param price  of one TAO at first, in US dollars */
export async function openScene(price: number): Promise<Scene> {
  const assets = ASSETS.map((asset) => ({ ...asset, ...(asset.id === "bittensor" ? { price } : {}) }));
  // Before any of them starts: those outside live in the desk's time, else their figures are old and their messages of tomorrow.
  const realNow = Date.now;
  let aheadMs = 0;
  Date.now = () => realNow() + aheadMs;

  const folder = await temporaryFolder();
  const machine = createMachine(folder.path, "");
  const telegram = await TelegramStandIn.start();
  const discord = await startDiscord();
  const market = await startMarket({ assets });
  const openai = await openAiStandIn();
  const owner = telegram.person("Olga");
  const database = `${folder.path}/desk.sqlite`;
  const backups = `${folder.path}/backups`;

  let alive: DeskProcess | undefined;
  return {
    telegram,
    discord,
    openai,
    owner,
    folder: folder.path,
    database,
    backups,
    setPrice(usd) {
      const tao = assets.find(({ id }) => id === "bittensor");
      if (tao) tao.price = usd;
    },
    pass: (ms) => void (aheadMs += ms),
    begin(toTickMs) {
      const now = Date.now();
      const untilFull = MINUTE_MS - (now % MINUTE_MS) - toTickMs;
      aheadMs += Math.floor(untilFull < 0 ? untilFull + MINUTE_MS : untilFull);
      machine.setClock(aheadMs);
      alive = startDesk({
        DATABASE_PATH: database,
        BACKUP_DIR: backups,
        ...standInVariables({ telegram, discord, openai }),
        // What is spent is to be counted, not to be run out of.
        MODEL_DAY_TOKENS: "100000000",
        ACCESS: "open",
        WEB: "off",
        OWNER_IDS: `telegram:${owner.id}`,
        ...market.variables,
        ...machine.environment,
      });
      return alive;
    },
    violations: () => [...telegram.violations, ...discord.violations, ...market.violations, ...openai.problems],
    async close() {
      alive?.kill("SIGKILL");
      await alive?.ended;
      Date.now = realNow;
      await openai.close();
      await market.close();
      await discord.close();
      await telegram.close();
      await folder.remove();
    },
  };
}
