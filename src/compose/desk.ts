import type { Config } from "../config.ts";
import type { Call, Place, Platform } from "../core/call.ts";
import type { AnyCommand } from "../core/command.ts";
import type { Desk, Identify, Inbox } from "../core/desk.ts";
import type { Log, Report } from "../core/log.ts";
import { isTypedCode } from "../core/secret.ts";
import { createAnswer } from "../agent/answer.ts";
import { createModel, describeModel } from "../agent/model.ts";
import { loadPrompts, promptVersion } from "../agent/prompts.ts";
import { createCommands } from "../commands/index.ts";
import { createDesk, type Served } from "../desk.ts";
import { utcMinute } from "../core/format.ts";
import { readSector } from "../sector/sector.ts";
import { ButtonStore } from "../store/button-store.ts";
import type { Database } from "../store/database.ts";
import { InboxStore } from "../store/inbox-store.ts";
import { ProposalStore } from "../store/proposal-store.ts";
import { SettingStore } from "../store/setting-store.ts";
import { UserStore } from "../store/user-store.ts";
import type { MarketServices } from "./market.ts";

/** A month: long enough for a card that somebody scrolls back to. */
const BUTTON_LIFE_MS = 30 * 86_400_000;
/** A proposal is about now. */
const PROPOSAL_LIFE_MS = 10 * 60_000;

export interface DeskServices {
  readonly desk: Desk;
  readonly identify: Identify;
  readonly inbox: Inbox;
  /** What every reply has to carry now, such as that its data is sample data. */
  readonly notice: () => string | undefined;
  readonly makeOwner: (userId: string) => Promise<void>;
  /** From now on commands ask this market. @param asOf  UTC epoch milliseconds of sample data, said on every reply */
  readonly useMarket: (market: MarketServices, asOf: number | undefined) => void;
}

export interface DeskServiceParts {
  readonly config: Config;
  readonly database: Database;
  readonly version: string;
  readonly log: Log;
  readonly report: Report;
  readonly clock: () => number;
  readonly served: (served: Served) => void;
  /** The code that makes its sender the owner, once. Absent where nobody can claim. */
  readonly claimCode?: string;
}

/** The stores, the agent, the commands and the desk over one database. Commands are there once a market is in use. */
export function openDesk(parts: DeskServiceParts): DeskServices {
  const { config, database, version, log, report, clock, served, claimCode } = parts;
  const users = new UserStore();
  const buttons = new ButtonStore();
  const proposals = new ProposalStore();
  const settings = new SettingStore();
  const inbox = new InboxStore();

  const commands = new Map<string, AnyCommand>();
  let sampleOf: number | undefined;

  const makeOwner = (userId: string): Promise<void> => users.makeOwner(database, userId);

  let isClaimed = false;
  const claimWith = (right: string) => async (code: string, call: Call) => {
    if (isClaimed || !isTypedCode(code, right)) return false;
    isClaimed = true;
    try {
      await makeOwner(call.caller.userId);
    } catch (error) {
      isClaimed = false; // Nobody owns the desk by it yet.
      throw error;
    }
    return true;
  };

  const mayUseModel = async (call: Call): Promise<boolean> => {
    if (config.access === "open" || call.caller.role === "owner") return true;
    if (config.access === "owner") return false;
    // Whoever reaches the page from this machine, or has signed in, was let in by the operator.
    return call.place.platform === "web" || (await settings.of(database, call.place)).model_allowed;
  };

  const model = createModel(config.models, { clock, log });
  const prompts = loadPrompts();
  const sector = readSector();
  const answer = createAnswer({
    commands,
    model,
    mayUseModel,
    propose: (command, input, call) => proposals.add(database, command, input, call, call.now + PROPOSAL_LIFE_MS),
    prompts,
    secrets: secretsIn(config),
    log,
    report,
    clock,
  });

  const notice = (): string | undefined =>
    sampleOf === undefined ? undefined : `sample of ${utcMinute(sampleOf).slice(0, 10)}, not live`;

  const desk = createDesk({
    commands,
    answer,
    buttons: {
      keep: (button, ownerId) => buttons.keep(database, button, ownerId, clock(), clock() + BUTTON_LIFE_MS),
      find: (id) => buttons.find(database, id, clock()),
    },
    claim: async (id, call) => (await proposals.claim(database, id, call.caller.userId, call.now)) !== undefined,
    report,
    notice,
    served,
  });

  return {
    desk,
    notice,
    makeOwner,

    async identify(platform: Platform, accountId: string, name?: string) {
      const user = await users.identify(database, platform, accountId, name, clock());
      return { ...user, isOwner: user.isOwner || config.ownerIds.has(`${platform}:${accountId}`) };
    },

    inbox: {
      accept: (request) => inbox.accept(database, request),
      close: (platform, key) => inbox.close(database, platform, key, clock()),
      open: (platform) => inbox.open(database, platform),
    },

    useMarket(market, asOf) {
      sampleOf = asOf;
      const made = createCommands({
        ...market,
        sector,
        currency: config.currency,
        answer,
        about: { version, model: () => describeModel(model), promptVersion: () => promptVersion(prompts.agent) },
        ...(claimCode === undefined ? {} : { claimed: claimWith(claimCode) }),
        setAllowed: (place: Place, allowed, now) => settings.set(database, place, "model_allowed", allowed, now),
        all: commands,
      });
      for (const command of made) commands.set(command.name, command);
    },
  };
}

/** What must never stand in an answer, whoever asks for it. */
const secretsIn = ({ telegram, discord, models, market, mcpToken }: Config): readonly string[] =>
  [
    telegram && "token" in telegram ? telegram.token : undefined,
    telegram?.webhook?.secret,
    discord && "token" in discord ? discord.token : undefined,
    ...models.map(({ apiKey }) => apiKey),
    market.coingecko.apiKey,
    mcpToken,
  ].filter((secret) => secret !== undefined);
