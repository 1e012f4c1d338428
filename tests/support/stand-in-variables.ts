import type { startDiscord } from "../stand-ins/discord.ts";
import { TOKEN as DISCORD_TOKEN } from "../stand-ins/discord-world.ts";
import type { openAiStandIn } from "../stand-ins/openai.ts";
import { type TelegramStandIn, TOKEN as TELEGRAM_TOKEN } from "../stand-ins/telegram.ts";

interface StandIns {
  readonly telegram: Pick<TelegramStandIn, "root">;
  readonly discord: Pick<Awaited<ReturnType<typeof startDiscord>>, "apiBase">;
  readonly openai: Pick<Awaited<ReturnType<typeof openAiStandIn>>, "baseUrl">;
}

/** The environment of a desk whose platforms and model are stand-ins. */
export const standInVariables = ({ telegram, discord, openai }: StandIns) => ({
  TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
  TELEGRAM_API_ROOT: telegram.root,
  DISCORD_BOT_TOKEN: DISCORD_TOKEN,
  DISCORD_API_BASE: discord.apiBase,
  OPENAI_BASE_URL: openai.baseUrl,
  OPENAI_API_KEY: "stand-in-key",
  MODEL: "stand-in",
});
