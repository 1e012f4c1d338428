import { Hono } from "hono";
import { html } from "hono/html";
import type { Draw } from "../../core/desk.ts";
import { utcMinute } from "../../core/format.ts";
import type { Reply } from "../../core/reply.ts";
import { editionFeed } from "./edition-feed.ts";
import { type WebEnv, refuse } from "./guard.ts";
import { EDITION_PICTURES, EDITIONS_LISTED } from "./limits.ts";
import { type Markup, replyHtml } from "./reply-html.ts";

/** A digest as everybody may read it. */
export interface EditionPage {
  readonly id: number;
  /** UTC epoch milliseconds. */
  readonly composedAt: number;
  /** In full; nothing of it is anybody's own. */
  readonly reply: Reply;
}

/** Digests as pages. @param locale  BCP 47, for numbers and dates */
export interface EditionPages {
  byId(id: number, locale: string): Promise<EditionPage | undefined>;
  /** Those that were posted in a place, the newest first. */
  posted(limit: number, locale: string): Promise<readonly EditionPage[]>;
}

export interface EditionRoutesParts {
  readonly editions: EditionPages;
  readonly draw: Draw;
  readonly publicUrl: URL | undefined;
  /** BCP 47, of the reader. */
  readonly localeOf: (acceptLanguage: string | undefined) => string;
}

/** A page, a list and a feed of digests. An edition never changes, so that its page and pictures may be kept for long. */
export function editionRoutes({ editions, draw, publicUrl, localeOf }: EditionRoutesParts): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const pictures = new Map<string, Promise<Uint8Array>>();

  /** Drawn once, whoever asks how often. */
  async function picture(name: string, { reply }: EditionPage, index: number): Promise<Uint8Array | undefined> {
    const block = reply.blocks[index];
    if (block?.kind !== "chart") return undefined;
    const drawing = pictures.get(name) ?? draw(block.chart);
    pictures.delete(name);
    pictures.set(name, drawing);
    for (const oldest of pictures.keys()) if (pictures.size > EDITION_PICTURES) pictures.delete(oldest);
    drawing.catch(() => pictures.delete(name));
    return await drawing;
  }

  const find = async (typed: string, locale: string): Promise<EditionPage | undefined> =>
    /^[1-9]\d{0,14}$/.test(typed) ? await editions.byId(Number(typed), locale) : undefined;
  const NONE = "There is no such digest, or not any more.";

  app.get("/editions", async (context) => {
    const listed = await editions.posted(EDITIONS_LISTED, localeOf(context.req.header("accept-language")));
    context.header("Cache-Control", "public, max-age=60");
    const rows = listed.map(
      ({ id, composedAt }) => html`<li><a href="/editions/${id}">${utcMinute(composedAt)}</a></li>`,
    );
    const none = html`<p>None yet. Digests that are posted in a channel or group stand here.</p>`;
    return context.html(
      page(
        "Digests",
        html`<h2>Crypto-AI digests</h2>
          ${
            rows.length === 0
              ? none
              : html`<ul>
                  ${rows}
                </ul>`
          }
          <p><a href="/editions.atom">Atom feed</a></p>`,
      ),
    );
  });

  app.get("/editions.atom", async (context) => {
    const base = publicUrl?.href.replace(/\/$/, "") ?? new URL(context.req.url).origin;
    const listed = await editions.posted(EDITIONS_LISTED, localeOf(context.req.header("accept-language")));
    const etag = `"${listed.length}-${listed[0]?.id ?? 0}"`;
    const headers = { ETag: etag, "Cache-Control": "public, max-age=300", Vary: "Accept-Language" };
    if (context.req.header("if-none-match") === etag) return context.body(null, 304, headers);
    const feed = await editionFeed(listed, base);
    return context.body(feed, 200, { ...headers, "Content-Type": "application/atom+xml; charset=utf-8" });
  });

  app.get("/editions/:id", async (context) => {
    const found = await find(context.req.param("id"), localeOf(context.req.header("accept-language")));
    if (!found) return refuse(context, 404, NONE);
    context.header("Cache-Control", "public, max-age=3600");
    context.header("Vary", "Accept-Language");
    const { id, composedAt, reply } = found;
    const title = `${reply.title ?? "Digest"}, ${utcMinute(composedAt)}`;
    return context.html(
      page(
        title,
        replyHtml({ ...reply, title }, (index) => `/editions/${id}/${index}.png`),
      ),
    );
  });

  app.get("/editions/:id/:picture{\\d{1,3}\\.png}", async (context) => {
    const { id, picture: name } = context.req.param();
    const found = await find(id, "en");
    const png = found && (await picture(`${id}/${name}`, found, Number.parseInt(name, 10)));
    if (!png) return refuse(context, 404, NONE);
    return context.body(new Uint8Array(png), 200, {
      "Content-Type": "image/png",
      "Cache-Control": "public, max-age=86400, immutable",
    });
  });

  return app;
}

const page = (title: string, content: Markup): Markup =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title} · Westbound</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/page.css" />
        <link rel="stylesheet" href="/reply.css" />
        <link rel="alternate" type="application/atom+xml" title="Crypto-AI digests" href="/editions.atom" />
      </head>
      <body>
        <header class="bar">
          <p class="mark"><a href="/">Westbound</a></p>
          <p class="standing"><a href="/editions">Digests</a></p>
        </header>
        <main class="log"><article class="slip">${content}</article></main>
      </body>
    </html>`;
