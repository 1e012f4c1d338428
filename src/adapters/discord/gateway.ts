import {
  type APIInteraction,
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  type GatewayGuildCreateDispatchData,
  GatewayIntentBits,
  Options,
} from "discord.js";
import type { Log } from "../../core/log.ts";
import { failureOf } from "./failure.ts";
import { keepingSession } from "./keep-session.ts";
import type { Message } from "./questions.ts";

/** What the gateway has to say. */
export interface Listener {
  interaction(interaction: APIInteraction): void;
  message(message: Message): void;
  /** A server that we are in, told at each connection, and when we are let into one. */
  server(server: GatewayGuildCreateDispatchData): void;
  /** Connected, for the first time or again. */
  up(): void;
  /** The connection is gone; it is being taken up again. */
  down(): void;
  /** Discord will not have us: no use in trying again. */
  closed(reason: string): void;
  /** Discord has closed the connection since it does not give us the texts of messages any more: it will without asking for them. */
  textRefused(): void;
}

/** Discord does not give us the texts of messages: the intent is not switched on for this bot. */
export class TextRefused extends Error {
  override readonly name = "TextRefused";
}

/** Whether messages that are not addressed to us come with their text, which needs a privileged intent. */
export type TextIntent = "asked for" | "left out";

/** Why it is no use to try again, in one line for the operator. */
const REASONS: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]:
    "Discord does not accept DISCORD_BOT_TOKEN. Copy it anew from the developer portal.",
  [GatewayCloseCodes.InvalidShard]: "Discord refuses the connection as a wrong shard.",
  [GatewayCloseCodes.ShardingRequired]: "The bot is in too many servers for one connection.",
  [GatewayCloseCodes.InvalidAPIVersion]: "Discord no longer speaks this version of its gateway. Update Westbound.",
  [GatewayCloseCodes.InvalidIntents]: "Discord refuses the intents that were asked for. Update Westbound.",
  [GatewayCloseCodes.DisallowedIntents]:
    "Discord refuses an intent that is not switched on for this bot in the developer portal.",
};

/** The reason for which a connection will never be made; undefined when it may be tried again. */
export function finalReason(error: unknown): string | undefined {
  const failure = failureOf(error);
  const isWrongToken =
    (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) ||
    (failure.kind === "refused" && failure.status === 401);
  return isWrongToken ? REASONS[GatewayCloseCodes.AuthenticationFailed] : undefined;
}

/**
 * Connects once. discord.js keeps the connection up from then on, resuming it where it can.
 *
 * Interactions and messages are taken as the gateway sends them, not as discord.js's objects: those are held back until every
 * server has been loaded, and need caches for it. So nothing is cached, and the intents are the two that bring questions, and the one that tells of servers;
 * neither is privileged, since mentions and direct messages carry their text anyway. The third one is, and only on demand.
 *
 * @param signal  gives up connecting; a connection that is made is ended by what is returned
 * @throws TextRefused, or when the first connection fails; `finalReason` tells whether to try again. Then `closed` may have been called
 */
export async function connect(
  {
    token,
    apiBase,
    requestMs,
    text,
    log,
    signal,
  }: { token: string; apiBase: string; requestMs: number; text: TextIntent; log: Log; signal: AbortSignal },
  listener: Listener,
): Promise<() => Promise<void>> {
  const client = new Client({
    intents: [
      // Of servers, that we are let into one; nothing of them is kept.
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(text === "asked for" ? [GatewayIntentBits.MessageContent] : []),
    ],
    rest: { api: apiBase, timeout: requestMs },
    ws: { buildStrategy: keepingSession },
    // Nothing waits for servers to be loaded, least of all for one that Discord cannot reach.
    waitGuildTimeout: 0,
    makeCache: Options.cacheWithLimits({
      GuildMemberManager: 0,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ThreadManager: 0,
      UserManager: 0,
      VoiceStateManager: 0,
    }),
  });
  // Without a listener of its own an error ends the process.
  client.on(Events.Error, (error) => log.warn({ why: failureOf(error).why }, "discord client error"));
  client.on(Events.ShardError, (error) => log.warn({ why: failureOf(error).why }, "discord gateway error"));
  client.on(Events.ShardReconnecting, () => listener.down());
  client.on(Events.ShardResume, () => listener.up());
  client.on(Events.ShardReady, () => listener.up());
  let isUp = false;
  let refuse: (error: TextRefused) => void = () => undefined;
  const refused = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  client.on(Events.ShardDisconnect, ({ code }) => {
    if (code !== GatewayCloseCodes.DisallowedIntents || text === "left out")
      listener.closed(REASONS[code] ?? `Discord closed the connection for good (code ${code}).`);
    else if (isUp) listener.textRefused();
    else refuse(new TextRefused());
  });
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) =>
    listener.interaction(interaction),
  );
  client.ws.on(GatewayDispatchEvents.GuildCreate, (server: GatewayGuildCreateDispatchData) => listener.server(server));
  client.ws.on(GatewayDispatchEvents.MessageCreate, (message: Message) => listener.message(message));

  const ready = new Promise<unknown>((resolve) => {
    client.once(Events.ClientReady, resolve);
  });
  const close = (): Promise<void> => client.destroy();
  // A gateway that says nothing would keep a stop waiting.
  const giveUp = (): void =>
    void close().catch((error: unknown) => log.debug({ why: failureOf(error).why }, "discord"));
  signal.addEventListener("abort", giveUp);
  try {
    await Promise.race([client.login(token).then(() => ready), refused]);
    isUp = true;
    return close;
  } catch (error) {
    if (error instanceof TextRefused) giveUp();
    throw error;
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}
