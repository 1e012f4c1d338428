import type { Config } from "../config.ts";

/** What must never stand in an answer, whoever asks for it. */
export const secretsIn = ({ telegram, discord, models, market, github, mcpToken }: Config): readonly string[] =>
  [
    telegram && "token" in telegram ? telegram.token : undefined,
    telegram?.webhook?.secret,
    discord && "token" in discord ? discord.token : undefined,
    ...models.map(({ apiKey }) => apiKey),
    market.coingecko.apiKey,
    github.token,
    mcpToken,
  ].filter((secret) => secret !== undefined);
