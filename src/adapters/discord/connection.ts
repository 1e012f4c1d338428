import { setMaxListeners } from "node:events";
import type { APIInteraction } from "discord.js";
import type { Desk, DoorServices, GroupServices } from "../../core/desk.ts";
import type { State } from "../../core/health.ts";
import { createOverhear } from "../../core/overhear.ts";
import type { Place } from "../../core/call.ts";
import { within } from "../../core/within.ts";
import { ownersOf } from "./call.ts";
import { failureOf, loggable } from "./failure.ts";
import { type TextAccess, whyNoText } from "./deafness.ts";
import { connect, finalReason, TextRefused } from "./gateway.ts";
import { joinedJustNow } from "./join.ts";
import { inviteLink } from "./invite.ts";
import type { Message } from "./questions.ts";
import { createReceiver, createWork } from "./receive.ts";
import type { Requests } from "./requests.ts";
import { takeUp } from "./resume.ts";
import { createRights } from "./rights.ts";
import type { Session, Times } from "./session.ts";
import { backOff, pause } from "./waiting.ts";
import { writeCommands } from "./write-commands.ts";

/** What the operator is told after each connection. */
export interface DiscordReady {
  readonly applicationId: string;
  /** Adds the desk to a server with the least permissions. */
  readonly inviteLink: string;
  /** Account ids of those who own the application. */
  readonly ownerIds: readonly string[];
}

export interface DiscordParts extends DoorServices, GroupServices {
  readonly token: string;
  /** Base of the REST API without its version, e.g. "https://discord.com/api"; the gateway's address comes from it. */
  readonly apiBase: string;
  /** Called once when Discord refuses us for good: a wrong token, or an intent that is not switched on. */
  readonly onClosed: (reason: string) => void;
  readonly onReady?: (ready: DiscordReady) => void;
  /** `on` asks Discord for the texts of messages that are not addressed to us; where it refuses, the door opens without. */
  readonly messageContent?: "on" | "off";
  /** For tests; `TIMES` otherwise. */
  readonly times?: Partial<Times>;
}

/** One life of the adapter, from its start to its stop. */
export interface Connection {
  readonly desk: Desk;
  /** Resolves when connected, when the first try has failed, or when the door has been closed for good. */
  readonly tried: Promise<void>;
  /** Whether Discord has refused us for good. */
  isClosed(): boolean;
  /** May be called twice. */
  stop(): Promise<void>;
}

/** How long the gateway is given to say goodbye. */
const GOODBYE_MS = 1_000;

/** Begins to connect, and goes on until it succeeds, is refused for good, or is stopped. */
export function openConnection(
  parts: DiscordParts,
  { desk, requests, times }: { desk: Desk; requests: Requests; times: Times },
): Connection {
  const { token, apiBase, identify, inbox, draw, log, health, clock, report, onClosed, onReady } = parts;
  const stopping = new AbortController();
  const stopped = new AbortController();
  // Everything that is being answered listens; Node would take more than ten for a leak.
  setMaxListeners(0, stopped.signal);
  const work = createWork();
  const receiver = createReceiver(work);
  let closeGateway: () => Promise<void> = async () => undefined;
  let refused: string | undefined;
  let watch: NodeJS.Timeout | undefined;
  let isTakenUp = false;
  let textAccess: TextAccess = parts.messageContent ?? "off";
  const overhear = createOverhear({ desk, identify, isOn: parts.cashtagsOn, clock });
  parts.hearing.set("discord", async () => whyNoText(textAccess));
  let going = Promise.resolve();
  let end: Promise<void> | undefined;
  let setTried: () => void = () => undefined;
  const tried = new Promise<void>((resolve) => {
    setTried = resolve;
  });

  /** Logged once: from then on it is not asked for. */
  function giveUpText(): void {
    textAccess = "refused";
    log.warn({ why: whyNoText(textAccess) }, "discord: texts of messages are refused; going on without them");
  }

  const say = (state: State, detail: string): void => health.set("discord", state, detail, clock());

  function shut(reason: string): void {
    if (refused !== undefined || stopping.signal.aborted) return;
    refused = reason;
    stopping.abort();
    clearTimeout(watch);
    say("down", reason);
    log.error({ reason }, "the discord door is closed");
    setTried();
    onClosed(reason);
  }

  async function connectOnce(): Promise<void> {
    const application = await requests.application();
    const owners = ownersOf(application);
    const botId = application.bot?.id ?? application.id;
    parts.rights.set("discord", createRights(requests, botId));
    const session: Session = {
      desk,
      requests,
      apiBase,
      identify,
      inbox,
      draw,
      log,
      report,
      clock,
      times,
      owners,
      botId,
      overhear,
      onReached: (accountId) => parts.onReached("discord", accountId),
      onShown: parts.onShown,
      stopped: stopped.signal,
    };
    closeGateway = await connect(
      {
        token,
        apiBase,
        requestMs: times.requestMs,
        text: textAccess === "on" ? "asked for" : "left out",
        log,
        signal: stopping.signal,
      },
      {
        interaction: (interaction: APIInteraction) => {
          if (!stopping.signal.aborted) receiver.interaction(session, interaction);
        },
        message: (message: Message) => {
          if (!stopping.signal.aborted) receiver.message(session, message);
        },
        server: (server) => {
          if (stopping.signal.aborted) return;
          const joined = joinedJustNow(server, clock());
          if (joined) work.add(session, "discord: a server", () => welcomeIn(joined, server.id));
        },
        up() {
          clearTimeout(watch);
          say("ok", textAccess === "refused" ? `connected; ${whyNoText(textAccess)}` : "connected");
        },
        down() {
          if (stopping.signal.aborted) return;
          say("late", "the connection was lost and is being taken up again");
          clearTimeout(watch);
          // discord.js has been seen to wait for ever; a new client then gets through.
          watch = setTimeout(() => {
            log.warn({}, "discord stayed away, connecting anew");
            going = startAnew();
          }, times.lostMs);
        },
        closed: shut,
        textRefused() {
          if (stopping.signal.aborted) return;
          giveUpText();
          clearTimeout(watch);
          going = startAnew();
        },
      },
    );
    if (stopping.signal.aborted) return await closeGateway();
    log.info({ applicationId: application.id }, "discord connected");
    onReady?.({ applicationId: application.id, inviteLink: inviteLink(application.id), ownerIds: [...owners] });
    if (isTakenUp) return;
    isTakenUp = true;
    work.add(session, "discord: registration", () => writeCommands(session, application.id, stopping.signal));
    work.add(session, "discord: what was open", async () => {
      for (const each of await takeUp(session)) work.add(session, "discord: what was open", each);
    });
  }

  async function welcomeIn(place: Place, serverId: string): Promise<void> {
    const by = await requests.whoAdded(serverId);
    await parts.onMembership({ place, state: "joined", mayPost: true, ...(by === undefined ? {} : { by }) });
  }

  async function keepTrying(): Promise<void> {
    for (let tries = 0; !stopping.signal.aborted; tries++) {
      try {
        await connectOnce();
        setTried();
        return;
      } catch (error) {
        if (error instanceof TextRefused) {
          giveUpText();
          continue;
        }
        const reason = finalReason(error);
        if (reason !== undefined) return shut(reason);
        if (stopping.signal.aborted) return;
        const failure = failureOf(error);
        if (failure.kind === "fault" && tries === 0) report(loggable(error), "discord: connect");
        log.warn({ why: failure.why, tries }, "discord could not be reached");
        say("late", `not connected: ${failure.why}`);
        setTried();
        await pause(backOff(times.retryMs, tries), stopping.signal);
      }
    }
  }

  async function startAnew(): Promise<void> {
    await goodbye();
    await keepTrying();
  }

  async function goodbye(): Promise<void> {
    const close = closeGateway;
    closeGateway = async () => undefined;
    await within(close(), GOODBYE_MS, stopped.signal);
  }

  async function close(): Promise<void> {
    stopping.abort();
    clearTimeout(watch);
    if (refused === undefined) say("off", "stopped");
    await goodbye();
    await within(work.done(), times.drainMs, stopped.signal);
    stopped.abort();
    await within(work.done(), GOODBYE_MS);
    await within(going, GOODBYE_MS);
    setTried();
  }

  say("late", "connecting");
  going = keepTrying();
  return { desk, tried, isClosed: () => refused !== undefined, stop: () => (end ??= close()) };
}
