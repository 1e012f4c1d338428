import type { Hono } from "hono";
import { type Adapter, type Desk, FRESH_POST, type SendResult } from "../../core/desk.ts";
import type { Place } from "../../core/call.ts";
import type { Log } from "../../core/log.ts";
import { makeTypedCode } from "../../core/secret.ts";
import { createApp } from "./app.ts";
import type { EditionPages } from "./editions.ts";
import { isLoopback } from "../../core/loopback.ts";
import { within } from "../../core/within.ts";
import type { WebEnv } from "./guard.ts";
import { BEAT_MS, FINISH_MS, OWNER_LINK_MS, RECEIPT_MS, RETRY_CLOSED_MS } from "./limits.ts";
import { OpenPages } from "./open-pages.ts";
import { OwnerCode } from "./owner-code.ts";
import { renderReply } from "./render.ts";
import type { Answered, TalkParts } from "./talk.ts";
import { Turns } from "./turns.ts";
import { isVisitorId } from "./visitor.ts";

export interface WebAdapterParts extends TalkParts {
  /** What the server listens on; off loopback a sign-in code is made. */
  readonly host: string;
  /** `PUBLIC_URL`. */
  readonly publicUrl?: string;
  /** Signs the cookies. Kept from one start to the next, else every browser is a stranger again. */
  readonly secret: string;
  readonly makeOwner: (userId: string) => Promise<void>;
  readonly log: Log;
  readonly editions: EditionPages;
  /** A browser has opened its page: what waits for it can be shown. */
  readonly onOpened?: (place: Place) => void;
  /** How long an open page has to say that it got a message, and how long `stop` waits for open questions. */
  readonly receiptMs?: number;
  readonly finishMs?: number;
}

export interface WebAdapter extends Adapter {
  /** The page and its API, for the web server. */
  readonly app: Hono<WebEnv>;
  /** The one-time link that makes its opener the owner. @param address  such as `http://127.0.0.1:8080` */
  ownerLink(address: string): string;
  /** To be printed at start; undefined where the page cannot be reached off loopback. */
  readonly signInCode: string | undefined;
  /** Opens the page and signs in; the code stands behind the `#` and so in no log on the way. */
  signInLink(address: string): string | undefined;
}

const CLOSED: SendResult = {
  state: "later",
  afterMs: RETRY_CLOSED_MS,
  scope: "place",
  why: "the page is not open",
};

/**
 * The web page as a door. A browser is an account (a signed, HttpOnly, SameSite=Strict cookie), its page a direct chat. From
 * this machine everything may be asked; from elsewhere look-ups only, until the sign-in code was typed. The owner is who opened
 * the owner link, recognised only where nothing stands between (`core/arrival.ts`).
 *
 * An unasked message is `sent` once an open page said that it has it; while none is open it stays with the sender (`later`),
 * who keeps it on disk. A page that did not say so leaves it `unknown`; pages drop what they have already.
 */
export function createWebAdapter(parts: WebAdapterParts): WebAdapter {
  const { host, publicUrl, clock, draw, report, receiptMs = RECEIPT_MS, finishMs = FINISH_MS } = parts;
  let desk: Desk | undefined;
  const turns = new Turns<Answered>({ clock, beatMs: BEAT_MS });
  const pages = new OpenPages({
    beatMs: BEAT_MS,
    receiptMs,
    onOpened: (account) => parts.onOpened?.({ platform: "web", chatId: account, isPublic: false }),
  });
  const ownerCode = new OwnerCode(clock() + OWNER_LINK_MS);
  const signInCode = isLoopback(host) && publicUrl === undefined ? undefined : makeTypedCode();
  const app = createApp({
    ...parts,
    desk: () => desk,
    turns,
    pages,
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl),
    ownerCode,
    signInCode,
  });

  return {
    platform: "web",
    app,
    signInCode,
    ownerLink: (address) => `${address}/owner/${ownerCode.value}`,
    signInLink: (address) => (signInCode === undefined ? undefined : `${address}/#sign-in=${signInCode}`),

    async start(started) {
      desk = started;
    },

    async stop() {
      desk = undefined;
      pages.close();
      await within(turns.settle(), finishMs);
    },

    async send(to, reply, key, sending = FRESH_POST) {
      if (!desk)
        return { state: "later", afterMs: RETRY_CLOSED_MS, scope: "platform", why: "the web page is not served" };
      if (to.platform !== "web" || !isVisitorId(to.chatId))
        return { state: "gone", mendedBy: "nobody", why: "no browser has such an id" };
      if (!pages.isOpen(to.chatId)) return CLOSED;
      const page = await renderReply(reply, sending.ownerId, { desk, draw, report });
      await sending.onBegin();
      switch (await pages.show(to.chatId, key, page)) {
        case "shown":
          return { state: "sent", messageIds: [key] };
        case "closed":
          return CLOSED;
        case "unread":
          return { state: "unknown", why: "the page did not say that it got it" };
      }
    },
  };
}
