import { html } from "hono/html";
import { type Markup, replyHtml } from "./reply-html.ts";
import type { EditionPage } from "./editions.ts";

/** Characters that XML 1.0 has no place for, not even escaped. */
// oxlint-disable-next-line no-control-regex -- these very characters are meant
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/**
 * Editions as an Atom feed (RFC 4287), the newest first; an entry's content is the whole page as HTML.
 * @param base  where people reach the web server, without a slash at its end
 */
export async function editionFeed(editions: readonly EditionPage[], base: string): Promise<string> {
  const updated = new Date(editions[0]?.composedAt ?? 0).toISOString();
  const entries = await Promise.all(editions.map((edition) => entry(edition, base)));
  const feed = await html`<feed xmlns="http://www.w3.org/2005/Atom">
    <id>${base}/editions</id>
    <title>Westbound: crypto-AI digests</title>
    <link rel="self" type="application/atom+xml" href="${base}/editions.atom" />
    <link rel="alternate" type="text/html" href="${base}/editions" />
    <updated>${updated}</updated>
    <author><name>Westbound</name></author>
    ${entries}
  </feed> `;
  return `<?xml version="1.0" encoding="utf-8"?>\n${String(feed).replace(NOT_XML, "")}`;
}

async function entry({ id, composedAt, reply }: EditionPage, base: string): Promise<Markup> {
  const address = `${base}/editions/${id}`;
  const at = new Date(composedAt).toISOString();
  // Markup as text: what escapes it once more makes it the feed's content.
  const content = String(await replyHtml(reply, (index) => `${address}/${index}.png`));
  return html`<entry>
    <id>${address}</id>
    <title>${reply.title ?? "Digest"}, ${at.slice(0, 10)}</title>
    <link rel="alternate" type="text/html" href="${address}" />
    <published>${at}</published>
    <updated>${at}</updated>
    <content type="html">${content}</content>
  </entry> `;
}
