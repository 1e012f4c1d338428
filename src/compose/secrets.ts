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

/** Shorter is an address without a key. */
const KEY_LENGTH = 12;

/** What must never stand in a log: besides, whatever follows the host in the address of a node, where providers put their keys. */
export function unspeakable(config: Config): readonly string[] {
  const { evm, solana } = config.wallets;
  const paths = [...evm.map(({ url }) => url), solana].map((address) => {
    const { pathname, search } = new URL(address);
    return pathname + search;
  });
  return [...secretsIn(config), ...paths.filter((path) => path.length >= KEY_LENGTH)];
}
