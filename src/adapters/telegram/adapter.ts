import { setTimeout as sleep } from "node:timers/promises";
import type { Adapter, Desk, DoorServices, GroupServices } from "../../core/desk.ts";
import type { State } from "../../core/health.ts";
import { createOverhear } from "../../core/overhear.ts";
import { within } from "../../core/within.ts";
import { createApi } from "./api.ts";
import { createCallers } from "./call.ts";
import { connect, type Webhook } from "./connect.ts";
import { createDeafness } from "./deafness.ts";
import { createDelivery } from "./deliver.ts";
import { createDocuments } from "./documents.ts";
import { toFailure } from "./failure.ts";
import { createInline } from "./inline.ts";
import { createIntake, type Intake } from "./intake.ts";
import { leave } from "./leave.ts";
import { type Timings, TIMINGS } from "./limits.ts";
import { Pictures } from "./pictures.ts";
import { remove } from "./post.ts";
import { poll } from "./poll.ts";
import type { Self } from "./receive.ts";
import { createOwnerMenus, menusOf, register } from "./register.ts";
import { createRights } from "./rights.ts";
import { createSpeaker } from "./speaker.ts";
import { receiveWebhook } from "./webhook.ts";

/** Why the door closed for good while the desk runs. */
type TelegramClosing = "unauthorized" | "conflict" | "webhook" | "fault";

export interface TelegramParts extends DoorServices, GroupServices {
  readonly token: string;
  readonly apiRoot: string;
  /** Called at most once; the reason is in the log, too. Not called by `stop`. */
  readonly onClosed: (reason: TelegramClosing) => void;
  /** Called once, when Telegram has said who we are. @param facts  `link` is `https://t.me/…` */
  readonly onReady?: (facts: { readonly link: string }) => void;
  /** Given: Telegram calls us there, and whoever owns the address hands the calls to `handleWebhook`. Absent: long polling. */
  readonly webhook?: Webhook;
  /** Telegram account ids of those who run the desk, as far as the configuration names them: their menus hold the operator's commands. */
  readonly owners?: readonly string[];
  /** Where the web server is reached from outside; it hands `PICTURE_ROUTE` over to `handlePicture`. Absent, or not https: inline mode shows no pictures. */
  readonly publicUrl?: string;
  /** A group has become a supergroup and has a new id: what is kept for it moves. May be told twice. */
  readonly onMoved?: (from: string, to: string) => Promise<void>;
  readonly timings?: Partial<Timings>;
}

export interface TelegramAdapter extends Adapter {
  /** Answers 200 once the update is safe; 401 without the secret, 503 while the door is not open. */
  handleWebhook(request: Request): Promise<Response>;
  /** A picture of an inline result, for Telegram to fetch; 404 when there is none of that name any more. */
  handlePicture(request: Request): Response;
}

const CLOSINGS: Readonly<Record<TelegramClosing, string>> = {
  unauthorized: "telegram: the token is refused; get a valid one from @BotFather. The Telegram door is closed",
  conflict:
    "telegram: another process keeps polling with this token; stop it, then start again. The Telegram door is closed",
  webhook: "telegram: the webhook address is refused. The Telegram door is closed",
  fault: "telegram: the Telegram door is closed by a fault of ours",
};

/** What there is once we know who we are. */
interface Open {
  readonly intake: Intake;
  readonly deliver: ReturnType<typeof createDelivery>;
}

/** The Telegram door: answers private chats, groups and topics. Never throws once it is made. */
export function createTelegramAdapter(parts: TelegramParts): TelegramAdapter {
  const { token, apiRoot, inbox, draw, log, health, clock, report, onClosed, webhook, owners = [] } = parts;
  const timings = { ...TIMINGS, ...parts.timings };
  const { publicUrl } = parts;
  const pictures = publicUrl?.startsWith("https:") ? new Pictures(publicUrl, clock) : undefined;
  const onMoved = (from: string, to: string): void =>
    void parts.onMoved?.(from, to).catch((error: unknown) => report(error, "telegram: a group that has moved"));
  const api = createApi({ token, apiRoot, log, timings, onMoved });
  const stopping = new AbortController();
  let open: Open | undefined;
  let started: Promise<void> | undefined;
  let life: Promise<void> | undefined;
  let isClosed = false;

  const setState = (state: State, detail: string): void => health.set("telegram", state, detail, clock());

  function close(reason: TelegramClosing, why?: string): void {
    if (isClosed || stopping.signal.aborted) return;
    isClosed = true;
    log.error({ reason, ...(why === undefined ? {} : { why }) }, CLOSINGS[reason]);
    setState("down", reason);
    stopping.abort();
    api.stop();
    onClosed(reason);
  }

  function assemble(desk: Desk, self: Self): Open {
    const { identify, cashtagsOn, hearing, onReached } = parts;
    const callers = createCallers({ api, identify, clock, log, timings });
    const speaker = createSpeaker({ api, desk, draw, report, self });
    const drafts = { refused: false, last: 0 };
    const onUnauthorized = (): void => close("unauthorized");
    hearing.set("telegram", createDeafness({ api, self, log }));
    parts.rights.set("telegram", createRights({ api, self }));
    const inline = createInline({
      api,
      desk,
      identify,
      draw,
      clock,
      log,
      report,
      isBlocked: parts.isBlocked,
      timings,
      username: self.username,
      ...(pictures ? { pictures } : {}),
      onLoss: (error) => void report(error, "telegram inline chart"),
    });
    const intake = createIntake({
      api,
      desk,
      callers,
      speaker,
      drafts,
      log,
      timings,
      inbox,
      self,
      report,
      clock,
      inline,
      overhear: createOverhear({ desk, identify, isOn: cashtagsOn, clock }),
      greet: createOwnerMenus({ api, desk, isOwner: parts.isOwner, owners, log }),
      onReached: (accountId) => onReached("telegram", accountId),
      onMembership: parts.onMembership,
      onShown: parts.onShown,
      onUnauthorized,
      toChatFile: createDocuments({ api, apiRoot, token, timings }),
    });
    return { intake, deliver: createDelivery({ api, speaker, log, report, clock }) };
  }

  /** @returns undefined when it was stopped or closed before that */
  async function connected(onTry: () => void): Promise<Self | undefined> {
    for (let tries = 0; !stopping.signal.aborted; tries += 1) {
      try {
        return await connect(api, webhook);
      } catch (error) {
        const failure = toFailure("connect", error);
        if (failure.kind === "unauthorized") close("unauthorized");
        else if (failure.kind === "refused" && webhook) close("webhook", failure.detail);
        else if (tries === 0) log.warn({ why: failure.message }, "telegram: not reachable; trying again until it is");
        if (!isClosed) setState("late", failure.message);
        onTry();
        const afterMs = Math.min(timings.longestPauseMs, timings.firstPauseMs * 2 ** tries);
        await sleep(Math.max(afterMs, failure.afterMs), undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  async function live(desk: Desk, onTry: () => void): Promise<void> {
    try {
      const self = await connected(onTry);
      if (!self) return;
      const now = (open = assemble(desk, self));
      setState("ok", webhook ? "webhook" : "polling");
      const link = `https://t.me/${self.username}`;
      log.info({ link, by: webhook ? "webhook" : "polling" }, "telegram: connected");
      parts.onReady?.({ link });
      await now.intake.resume();
      const menus = register(api, menusOf(desk.commands.values(), owners), log);
      onTry();
      if (webhook) await aborted(stopping.signal);
      else {
        const end = await poll({ api, intake: now.intake, log, timings, onState: setState }, stopping.signal);
        if (end !== "stopped") close(end);
      }
      await menus;
    } catch (error) {
      close("fault", `reference ${report(error, "telegram")}`);
    } finally {
      onTry();
    }
  }

  return {
    platform: "telegram",

    async start(desk) {
      started ??= new Promise((resolve) => {
        life = live(desk, resolve);
      });
      await started;
    },

    async stop() {
      stopping.abort();
      await within(Promise.all([life, open?.intake.idle()]), timings.stopMs);
      api.stop();
      await life;
    },

    async send(to, reply, _key, sending) {
      if (isClosed) return { state: "later", afterMs: 60_000, scope: "platform", why: "the Telegram door is closed" };
      if (!open) return { state: "later", afterMs: 5_000, scope: "platform", why: "Telegram is not connected" };
      return await open.deliver(to, reply, sending);
    },

    async answers() {
      try {
        await api.call("getMe", {}, { repeat: "never" });
        return true;
      } catch (error) {
        log.debug({ why: toFailure("getMe", error).message }, "telegram: nothing is sent once more yet");
        return false;
      }
    },

    async remove({ chatId }, messageIds) {
      if (isClosed) return;
      for (const id of messageIds) await remove(api, chatId, Number(id));
    },

    leave: async (place) => (open && !isClosed ? await leave(place, api, log) : "cannot"),

    handlePicture: (request) => pictures?.answer(request) ?? new Response(null, { status: 404 }),

    async handleWebhook(request) {
      if (!webhook) return new Response(null, { status: 404 });
      const intake = stopping.signal.aborted ? undefined : open?.intake;
      return await receiveWebhook(request, { secret: webhook.secret, intake, report });
    },
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
