import { startDiscord } from "../stand-ins/discord.ts";
import { startMarket } from "../stand-ins/market.ts";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { TelegramStandIn } from "../stand-ins/telegram.ts";
import { standInVariables } from "../support/stand-in-variables.ts";

export const MODEL_ANSWER = "Nobody knows.";
export const MCP_TOKEN = "a token of the newcomer's own, long enough";

/** What a newcomer connects the desk to. */
export interface Platforms {
  readonly telegram: TelegramStandIn;
  readonly discord: Awaited<ReturnType<typeof startDiscord>>;
  /** What goes into `.env`. */
  readonly variables: Readonly<Record<string, string>>;
  violations(): readonly string[];
  close(): Promise<void>;
}

export async function openPlatforms(): Promise<Platforms> {
  const telegram = await TelegramStandIn.start();
  const discord = await startDiscord();
  const market = await startMarket();
  const openai = await openAiStandIn();
  openai.brain(() => ({ text: MODEL_ANSWER }));
  return {
    telegram,
    discord,
    variables: {
      ...standInVariables({ telegram, discord, openai }),
      ACCESS: "open",
      MCP_TOKEN,
      WEB: "on",
      PORT: "0",
      ...market.variables,
    },
    violations: () => [...telegram.violations, ...discord.violations, ...market.violations, ...openai.problems],
    async close() {
      await openai.close();
      await market.close();
      await discord.close();
      await telegram.close();
    },
  };
}
