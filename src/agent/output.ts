import { cleanText } from "../core/clean.ts";
import { splitText } from "../core/split.ts";
import { citablesIn, settledCitations, withoutHalfMark } from "./citations.ts";

/** Markup and addresses make a text longer than it is shown. */
const READ_FACTOR = 4;
const LINK_OUT = "(link left out)";

// Hosts with these endings are names of projects as often as links ("Fetch.ai", "yearn.fi"): by themselves they stay.
const NAME_LIKE = /\.(?:ai|io|fi|finance|network|gg|js|ts)$/i;
const BARE_HOST =
  /(?<![\p{L}\d@./-])(?:[a-z0-9-]+\.)+(?:com|net|org|io|ai|xyz|app|dev|finance|fi|me|gg|co|cc|ru|cn|top|site|online|link|network|exchange|info|live|pro|vip|club|shop|store|tech|to|ly|bz|click|fun|space|claims?)(?![\p{L}\d-])(?<path>[/?#:][^\s)\]]*)?/giu;

const HOST_WITH_PATH = /(?<![\p{L}\d@./-])(?:[a-z0-9-]+\.)+[a-z]{2,24}[/?#][^\s)\]]+/giu;

/** Digits in dress, which the figure check could not read: bold, circled, superscript. Subscripts stay: "0.0₅12" means zeros. */
const plainDigits = (text: string): string =>
  text.replace(/[\p{Nd}\p{No}]/gu, (digit) => (/[₀-₉]/.test(digit) ? digit : digit.normalize("NFKC")));

/** The address of a link, without the angle brackets and the title that Markdown allows. */
const targetOf = (inside: string): string => inside.trim().replace(/^</, "").split(/[\s>]/)[0] ?? "";

function withoutLinks(text: string, allowed: ReadonlySet<string>): string {
  const isAllowed = (url: string): boolean => URL.canParse(url) && allowed.has(new URL(url).href);
  const kept: string[] = [];
  const keep = (link: string): string => `\uE000${kept.push(link) - 1}\uE001`;
  return text
    .replace(/[\uE000\uE001]/g, "")
    .replace(/!\[[^[\]\n]{0,300}\]\([^()\n]{0,2048}\)/g, "")
    .replace(/\[([^[\]\n]{0,300})\]\(([^)\n]{0,2048})\)/g, (whole, label: string, inside: string) =>
      isAllowed(targetOf(inside)) ? keep(whole) : label,
    )
    .replace(/\b(?:https?|ftp|tg|ton|ipfs|javascript|data):[^\s)\]>]+/giu, (url) => {
      const bare = url.replace(/[.,;:!?]+$/, "");
      return isAllowed(bare) ? keep(bare) + url.slice(bare.length) : LINK_OUT;
    })
    .replace(HOST_WITH_PATH, LINK_OUT)
    .replace(BARE_HOST, (host, ...rest) => {
      const { path } = rest.at(-1) as { path?: string };
      return path === undefined && NAME_LIKE.test(host) ? host : LINK_OUT;
    })
    .replace(/\uE000(\d+)\uE001/g, (_, index: string) => kept[Number(index)] ?? "");
}

/** A secret as it stands, and as a model could be talked into writing it. */
const disguises = (secret: string): string[] => {
  const bytes = Buffer.from(secret);
  return [
    secret,
    [...secret].reverse().join(""),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    encodeURIComponent(secret),
  ];
};

/**
 * Whether a text gives a secret away: as it stands, backwards, or in one of four encodings, blanks and case aside.
 * Secrets of fewer than eight characters are words.
 */
export function leaks(text: string, secrets: readonly string[]): boolean {
  const seen = text.replace(/[\s\u200B`*_-]/g, "").toLowerCase();
  return secrets
    .filter((secret) => secret.length >= 8)
    .some((secret) => disguises(secret).some((form) => seen.includes(form.replace(/[\s`*_-]/g, "").toLowerCase())));
}

const RUN = 40;

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * Whether a text repeats what a model was told by the desk: eight or so words of it in a row, however they are set. A run of
 * eighty letters is always found, one of fewer than forty never.
 */
export function repeats(text: string, prompt: string): boolean {
  const said = lettersOf(text);
  const told = lettersOf(prompt);
  for (let from = 0; from + RUN <= said.length; from += RUN)
    if (told.includes(said.slice(from, from + RUN))) return true;
  return false;
}

/**
 * A model's text made fit to be shown: no invisible characters, no images, no links and no citations but those in the facts, no
 * longer than a chat message. Mentions and markup need no care here: renderers escape.
 */
export function presentable(text: string, facts: readonly unknown[], limit: number): string {
  const citables = citablesIn(facts);
  const links = new Set([...citables.values()].map(({ url }) => url));
  // What is cut off anyway is not looked at: a broken server writes without end.
  const written = settledCitations(cleanText(text.slice(0, READ_FACTOR * limit)), citables);
  const clean = withoutLinks(plainDigits(written), links).trim();
  const [first = "", ...more] = splitText(clean, limit);
  return more.length === 0 ? withoutHalfMark(first) : `${withoutHalfMark(first).trimEnd()} …`;
}
