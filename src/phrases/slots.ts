import { isEveryday, NEVER_A_COIN } from "./everyday-words.ts";
import { type Names, namedPlaces } from "./known-names.ts";
import { currencyNamed } from "./money-words.ts";
import { plainAmount } from "./amounts.ts";
import { rangeNamed } from "./ranges.ts";
import { clearProjectNamed, layerInWord, layerNamed, projectNamed, type SectorNames } from "./sector-words.ts";

export interface SlotParts {
  readonly names: Names;
  readonly sector: SectorNames;
  /** Whether a code in upper case is money. */
  readonly isCurrency: (code: string) => boolean;
  /** The words of the message. */
  readonly words: readonly string[];
  /** Whether it began as people begin ("hey", "show me"): then a name alone says less. */
  readonly isLed: boolean;
}

/** Between names, by what it says: a list, or one against the other. */
const SEPARATORS: Readonly<Record<string, "list" | "versus">> = {
  ",": "list",
  and: "list",
  "&": "list",
  "+": "list",
  und: "list",
  y: "list",
  et: "list",
  e: "list",
  и: "list",
  和: "list",
  と: "list",
  vs: "versus",
  "vs.": "versus",
  versus: "versus",
  against: "versus",
  v: "versus",
  gegen: "versus",
  contra: "versus",
  contre: "versus",
  против: "versus",
  对: "versus",
};

const KINDS: Readonly<Record<string, string>> = {
  line: "line",
  candle: "candles",
  candles: "candles",
  candlestick: "candles",
  candlesticks: "candles",
  kerzen: "candles",
  velas: "candles",
  chandeliers: "candles",
  bougies: "candles",
  linie: "line",
};

const UNIVERSE =
  /^(?:(?:the )?(?:ai|crypto ai|ai (?:coins|tokens|crypto|sector)|sector)|(?:the )?top ?\d{1,3}(?: coins)?|all|(?:the )?(?:whole|entire) market)$/;

const ADDRESS =
  /^(?:[a-z0-9-]{2,30}:)?(?:0x[0-9a-f]{40}|(?=\S*\d)(?=\S*[a-z])(?=\S*[A-Z])[1-9A-HJ-NP-Za-km-z]{32,44})$/;
const EVM_ADDRESS = /^(?:[a-z0-9-]{2,30}:)?0x[0-9a-f]{40}$/i;
const DEX_PAGE = /^https?:\/\/(?:www\.)?(?:dexscreener\.com|geckoterminal\.com)\/[\w./?=&%-]{3,160}$/i;

const isAddress = (word: string): boolean => ADDRESS.test(word) || EVM_ADDRESS.test(word);

/** The most words of a name. */
const LONGEST_NAME = 4;

/** As a name is passed on: without its `$`. */
const plain = (word: string): string => word.replace(/^\$(?=\p{L})/u, "");

/** `TAO` and `$tao` are written as tickers are. */
const isTicker = (word: string): boolean => /^\$\p{L}[\p{L}\p{N}]{0,14}$/u.test(word) || /^[A-Z0-9]{2,11}$/.test(word);

/** Reads what a slot takes; the answers are those of a table by the slot's name. */
export function slotReader(parts: SlotParts): (slot: string, from: number, to: number) => unknown {
  const { names, sector, isCurrency, words, isLed } = parts;
  // In a message all of whose words are capitals, capitals say nothing, unless all of them may be tickers.
  const isShouted =
    words.every((word) => word === word.toUpperCase()) && words.some((word) => NEVER_A_COIN.has(word.toLowerCase()));

  /** Beside a word that can mean nothing else: whatever is known, but for what is never a coin. */
  const isNamed = (name: string): boolean => {
    if (/[=?"]|(?:^|\s)[^\p{L}\p{N}]+(?:\s|$)/u.test(name)) return false;
    if (name.startsWith("$")) return isTicker(name);
    if (isAddress(name)) return true;
    const lower = name.toLowerCase();
    if (NEVER_A_COIN.has(lower)) return false;
    if (!names.isKnown(name)) return false;
    return currencyNamed(name, isCurrency) === undefined || names.isClear(name);
  };

  /** By itself: written as a ticker, or clear and no word of every day. */
  const isFirm = (name: string): boolean => {
    if (!isNamed(name) || /^ai$/i.test(name)) return false; // What everything here is about, before it is a ticker.
    if (name.startsWith("$") || (isTicker(name) && !isShouted)) return true;
    return !isLed && name.length > 2 && !isEveryday(name.toLowerCase()) && !/^\d/.test(name) && names.isClear(name);
  };

  const places = namedPlaces(words, names);
  const separatorAt = (at: number): "list" | "versus" | undefined => {
    const word = words[at]?.toLowerCase() ?? "";
    return Object.hasOwn(SEPARATORS, word) ? SEPARATORS[word] : undefined;
  };
  /** Whether every word from here to there is a part of a name, or stands between names. */
  const mayBeNames = (from: number, to: number): boolean => {
    for (let at = from; at < to; at++) if (places[at] !== true && separatorAt(at) === undefined) return false;
    return true;
  };

  /** The names between separators; undefined when something between them is no name. */
  const list = (from: number, to: number, joins: ReadonlySet<string>): readonly string[] | undefined => {
    if (!mayBeNames(from, to)) return undefined;
    const found: string[] = [];
    let chunk: string[] = [];
    for (const word of [...words.slice(from, to), ","]) {
      const separator = Object.hasOwn(SEPARATORS, word.toLowerCase()) ? SEPARATORS[word.toLowerCase()] : undefined;
      if (separator === undefined) chunk.push(word);
      else {
        if (chunk.length === 0 || !joins.has(separator)) return undefined;
        found.push(...names.phrases(chunk));
        chunk = [];
      }
    }
    return found.every(isNamed) ? found : undefined;
  };

  const hasSeparators = (from: number, to: number): boolean =>
    words.slice(from, to).some((word) => Object.hasOwn(SEPARATORS, word.toLowerCase()));

  /** Firm, or beside a firm one in a list that is written as such. */
  const firmList = (from: number, to: number, joins: ReadonlySet<string>): readonly string[] | undefined => {
    const found = list(from, to, joins);
    if (!found) return undefined;
    return found.every(isFirm) || (hasSeparators(from, to) && found.some(isFirm)) ? found : undefined;
  };

  const single = (from: number, to: number, holds: (name: string) => boolean): string | undefined => {
    if (to - from > LONGEST_NAME || !mayBeNames(from, to)) return undefined;
    const joined = names.phrases(words.slice(from, to));
    const [name] = joined;
    return joined.length === 1 && name !== undefined && holds(name) ? plain(name) : undefined;
  };

  const currency = (from: number, to: number): string | undefined => {
    if (to - from > 2) return undefined;
    const word = words.slice(from, to).join(" ");
    const code = currencyNamed(word.replace(/^us (?=dollars?$)/i, ""), isCurrency);
    if (code !== undefined) return code;
    const coin = /^(?:btc|bitcoin)$/i.test(word) ? "BTC" : /^(?:eth|ethereum|ether)$/i.test(word) ? "ETH" : undefined;
    return coin !== undefined && names.isKnown(word) ? coin : undefined;
  };

  const code = (from: number, to: number): string | undefined => {
    const word = words[from] ?? "";
    const found = to - from === 1 && /^\p{L}{3}$/u.test(word) ? currency(from, to) : undefined;
    return found !== undefined && (word === word.toUpperCase() || !isEveryday(word)) ? found : undefined;
  };

  const unit = (from: number, to: number): string | undefined => {
    const word = words.slice(from, to).join(" ");
    return (
      (to - from <= 2 ? currencyNamed(word.replace(/^us (?=dollars?$)/i, ""), isCurrency) : undefined) ??
      single(from, to, isNamed)
    );
  };

  const listed = (found: readonly string[] | undefined, least: number): readonly string[] | undefined =>
    found === undefined || found.length < least ? undefined : found.map(plain);

  const one = (from: number, to: number): string | undefined => (to - from === 1 ? words[from] : undefined);

  /** Of the sector's map: a few words, read as one. */
  const mapped =
    (named: (name: string, sector: SectorNames) => string | undefined) =>
    (from: number, to: number): string | undefined =>
      to - from <= LONGEST_NAME ? named(words.slice(from, to).join(" "), sector) : undefined;
  const project = mapped(projectNamed);
  const clearProject = mapped(clearProjectNamed);
  const layer = mapped(layerNamed);

  const read: Readonly<Record<string, (from: number, to: number) => unknown>> = {
    names: (from, to) => listed(list(from, to, LIST), 1),
    any: (from, to) => listed(list(from, to, EITHER), 1),
    pair: (from, to) => listed(list(from, to, EITHER), 2),
    bare: (from, to) => listed(firmList(from, to, LIST), 1),
    rivals: (from, to) =>
      words.slice(from, to).some((word) => SEPARATORS[word.toLowerCase()] === "versus")
        ? listed(firmList(from, to, EITHER), 2)
        : undefined,
    name: (from, to) => single(from, to, isNamed),
    name2: (from, to) => single(from, to, isNamed),
    project,
    clearProject,
    layer,
    layerWord: mapped(layerInWord),
    subject: (from, to) => project(from, to) ?? layer(from, to) ?? single(from, to, isNamed),
    clearSubject: (from, to) => clearProject(from, to) ?? single(from, to, isFirm),
    firm: (from, to) => single(from, to, isFirm),
    firmUnit: (from, to) => single(from, to, isFirm),
    from: unit,
    unit,
    currency,
    code,
    amount: (from, to) => {
      const word = one(from, to);
      return word === undefined ? undefined : plainAmount(word);
    },
    range: (from, to) => {
      if (to - from > 3) return undefined;
      // French has it between number and unit: "7 derniers jours".
      const said = words.slice(from, to).filter((word) => !/^derni[eè]re?s$/iu.test(word));
      return said.length <= 2 ? rangeNamed(said.join(" ")) : undefined;
    },
    kind: (from, to) =>
      Object.hasOwn(KINDS, one(from, to)?.toLowerCase() ?? "") ? KINDS[one(from, to)?.toLowerCase() ?? ""] : undefined,
    universe: (from, to) => {
      if (to - from > 4) return undefined;
      const said = words.slice(from, to).join(" ").toLowerCase();
      return UNIVERSE.test(said) ? said.replace(/^the /, "") : undefined;
    },
    address: (from, to) => {
      const word = one(from, to);
      return word !== undefined && (isAddress(word) || DEX_PAGE.test(word)) ? word : undefined;
    },
  };

  const known = new Map<string, unknown>();
  return (slot, from, to) => {
    const key = `${slot} ${from} ${to}`;
    if (!known.has(key)) known.set(key, read[slot]?.(from, to));
    return known.get(key);
  };
}

const LIST: ReadonlySet<string> = new Set(["list"]);
const EITHER: ReadonlySet<string> = new Set(["list", "versus"]);
