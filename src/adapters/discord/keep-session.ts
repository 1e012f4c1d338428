import { type ClientOptions, SimpleShardingStrategy } from "discord.js";

type BuildStrategy = NonNullable<NonNullable<ClientOptions["ws"]>["buildStrategy"]>;

/** The connection ended without a goodbye, or was never made (RFC 6455, 7.4.1). */
const ABNORMAL = 1006;

/**
 * discord.js's own way to connect, but for one thing: where the gateway cannot be reached for a while (refused, reset, timed out)
 * discord.js 14.28 forgets its session and begins a new one, into which nothing is delivered of what was written to us meanwhile. Here
 * the session is kept, and resumed once the gateway is back; whether it is still good is for Discord to say.
 */
export const keepingSession: BuildStrategy = (manager) => {
  const update = manager.options.updateSessionInfo.bind(manager.options);
  let wasUnreachable = false;
  manager.on("closed", ({ code }) => {
    wasUnreachable = code === ABNORMAL;
  });
  manager.on("hello", () => {
    wasUnreachable = false;
  });
  manager.options.updateSessionInfo = async (shardId, session) => {
    if (session === null && wasUnreachable) return;
    await update(shardId, session);
  };
  return new SimpleShardingStrategy(manager);
};
