import { randomBytes } from "node:crypto";
import type { Config } from "../config.ts";
import type { Adapter, DoorServices, Draw, GroupServices } from "../core/desk.ts";
import type { Health } from "../core/health.ts";
import type { Log, Report } from "../core/log.ts";
import { isLoopback } from "../core/loopback.ts";
import { editionPages } from "./edition-pages.ts";
import type { Metrics } from "../adapters/web/metrics.ts";
import { drawnLately } from "../charts/drawn-lately.ts";
import { createMcpDoor } from "../adapters/mcp/door.ts";
import type { TelegramAdapter } from "../adapters/telegram/adapter.ts";
import { PICTURE_ROUTE } from "../adapters/telegram/pictures.ts";
import { createWebAdapter, type WebAdapter } from "../adapters/web/adapter.ts";
import { createWebServer, type MountedRoute, type WebServer } from "../adapters/web/server.ts";
import type { Database } from "../store/database.ts";
import { NoteStore } from "../store/note-store.ts";
import type { DeskServices } from "./desk.ts";
import type { OutboxServices } from "./outbox.ts";

export interface DoorParts {
  readonly config: Config;
  readonly version: string;
  readonly database: Database;
  readonly services: DeskServices;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly report: Report;
  readonly health: Health;
  readonly clock: () => number;
  /** A line for the person at the terminal. */
  readonly announce: (line: string) => void;
  /** The code that `/claim` takes. */
  readonly claimCode: string;
  /** What is told of places: that one has moved, that one can be reached again. */
  readonly delivery: Pick<OutboxServices, "movePlace" | "deliverer">;
  /** A platform has said who owns its application, as "platform:account". */
  readonly onOwners: (ids: readonly string[]) => void;
  /** A platform has refused us for good. */
  readonly onClosed: (platform: "discord" | "telegram") => void;
}

/** Every way into the desk. */
export interface Doors {
  readonly adapters: readonly Adapter[];
  readonly server: WebServer;
  /** Undefined when the page is off. */
  readonly page: WebAdapter | undefined;
}

/** Pictures are drawn when somebody looks at one; most desks start without ever needing the libraries. */
const draw: Draw = drawnLately(async (chart) => (await import("../charts/draw.ts")).draw(chart));

/** Makes the doors that the configuration asks for. Nothing is opened yet. */
export async function makeDoors(parts: DoorParts): Promise<Doors> {
  const { config, version, services, metrics, log, report, health, clock } = parts;
  const { identify, isOwner, cashtagsOn, hearing, rights, onReached, onMembership, onShown, isBlocked } = services;
  const common = { identify, inbox: services.inbox, draw, log, health, clock, report };
  const { host, port, publicUrl } = config.web;
  const outside = publicUrl === undefined ? {} : { publicUrl };

  const groups = { ...common, isOwner, cashtagsOn, hearing, rights, onReached, onMembership, onShown, isBlocked };
  const discord = await discordDoor(parts, groups);
  const telegram = await telegramDoor(parts, groups);
  const page = config.web.page
    ? createWebAdapter({
        ...common,
        ...outside,
        host,
        secret: await cookieSecret(parts.database, clock()),
        makeOwner: services.makeOwner,
        editions: editionPages(parts.database, { clock, notice: services.notice }),
        onOpened: (place) => parts.delivery.deliverer.reachable(place),
      })
    : undefined;
  const mcp = createMcpDoor({
    ...outside,
    ...(config.mcpToken === undefined ? {} : { token: config.mcpToken }),
    loopbackOnly: isLoopback(host),
    identify,
    notice: services.notice,
    log,
    report,
    clock,
    version,
  });

  const routes: MountedRoute[] = [{ path: "/mcp", handle: (request, incoming) => mcp.handle(request, incoming) }];
  const webhook = config.telegram?.webhook;
  if (telegram && webhook)
    routes.push({ path: new URL(webhook.url).pathname, handle: (request) => telegram.handleWebhook(request) });

  if (telegram && publicUrl !== undefined)
    routes.push({ path: PICTURE_ROUTE, handle: async (request) => telegram.handlePicture(request) });

  const server = createWebServer({
    ...outside,
    host,
    port,
    routes,
    page: page?.app,
    health,
    metrics: () => metrics.text(),
    log,
  });
  return { adapters: [discord, telegram, page, mcp].filter((adapter) => adapter !== undefined), server, page };
}

async function discordDoor(
  { config, log, health, clock, announce, onClosed, onOwners }: DoorParts,
  common: DoorServices & GroupServices,
): Promise<Adapter | undefined> {
  if (!config.discord) return undefined;
  if ("problem" in config.discord) {
    log.error({ problem: config.discord.problem }, "discord: the door stays closed");
    health.set("discord", "down", config.discord.problem, clock());
    onClosed("discord");
    return undefined;
  }
  // The platforms' libraries are loaded only where they are used: a third of a second and 28 MB together.
  const { createDiscordAdapter } = await import("../adapters/discord/adapter.ts");
  return createDiscordAdapter({
    ...common,
    ...config.discord,
    onClosed: () => onClosed("discord"),
    onReady({ inviteLink, ownerIds }) {
      onOwners(ownerIds.map((id) => `discord:${id}`));
      announce(`Discord: connected. Add it to a server: ${inviteLink}`);
    },
  });
}

async function telegramDoor(
  { config, log, health, clock, announce, onClosed, claimCode, delivery }: DoorParts,
  common: DoorServices & GroupServices,
): Promise<TelegramAdapter | undefined> {
  if (!config.telegram) return undefined;
  if ("problem" in config.telegram) {
    log.error({ problem: config.telegram.problem }, "telegram: the door stays closed");
    health.set("telegram", "down", config.telegram.problem, clock());
    onClosed("telegram");
    return undefined;
  }
  const { createTelegramAdapter } = await import("../adapters/telegram/adapter.ts");
  return createTelegramAdapter({
    ...common,
    ...config.telegram,
    ...(config.web.publicUrl === undefined ? {} : { publicUrl: config.web.publicUrl }),
    owners: [...config.ownerIds].flatMap((id) => (id.startsWith("telegram:") ? [id.slice("telegram:".length)] : [])),
    onClosed: () => onClosed("telegram"),
    onMoved: (from, to) => delivery.movePlace("telegram", from, to),
    onReady: ({ link }) => {
      announce(`Telegram: connected. Chat: ${link}  Add it to a group: ${link}?startgroup=desk`);
      announce(`Telegram: to become the owner, send it in a direct chat: /claim ${claimCode}`);
    },
  });
}

/** Signs the page's cookies; made at the first start and kept, so that a restart knows its visitors. */
async function cookieSecret(database: Database, now: number): Promise<string> {
  const notes = new NoteStore();
  const known = await notes.get(database, "cookie secret");
  if (known !== undefined) return known;
  const made = randomBytes(32).toString("base64url");
  await notes.set(database, "cookie secret", made, now);
  return made;
}
