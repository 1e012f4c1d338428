import { type Button, fields, type Reply, text } from "../core/reply.ts";
import { defineCommand } from "../core/command.ts";
import { isZone } from "./portfolio-date.ts";
import type { Method } from "../portfolio/conventions.ts";
import { nearest } from "../core/nearest.ts";
import type { PortfolioBook, PortfolioSettings } from "./portfolio-book.ts";
import { quoteCurrency } from "../market/currency-words.ts";
import type { Rates } from "../market/rates.ts";
import { suggestCurrencies } from "./suggest-market.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

const METHODS = ["fifo", "lifo", "hifo", "lofo", "average"] as const satisfies readonly Method[];

/** Which coins count as sold first. */
const MEANS: Readonly<Record<Method, string>> = {
  fifo: "oldest first",
  lifo: "newest first",
  hifo: "dearest first",
  lofo: "cheapest first",
  average: "all at their average cost",
};

/** What most take. */
const CURRENCIES = ["USD", "EUR", "GBP"] as const;

export interface PortfolioSettingsParts {
  readonly portfolio: PortfolioBook;
  readonly rates: Pick<Rates, "isCurrency" | "currencies">;
}

interface PortfolioSettingsFacts extends PortfolioSettings {
  /** Of these names what was set just now. */
  readonly changed: readonly string[];
}

/** `/portfolio settings`: how the caller's portfolio is computed and shown. */
export const portfolioSettings = ({ portfolio, rates }: PortfolioSettingsParts) =>
  defineCommand({
    name: "portfolio settings",
    summary: "Method, currency and time zone of your portfolio.",
    examples: ["portfolio settings", "portfolio settings hifo", "portfolio settings currency:EUR zone:Europe/Berlin"],
    input: z.object({
      method: z.enum(METHODS).optional().describe("Which coins count as sold first"),
      currency: z.string().trim().min(1).max(20).optional().describe("In which costs and gains are, such as EUR"),
      zone: z.string().trim().min(1).max(60).optional().describe("Time zone of dates, such as Europe/Berlin"),
    }),
    readLine: readSettingsLine,
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    suggest: {
      currency: async (typed) => suggestCurrencies(rates, typed),
      zone: async (typed) => suggestZones(typed),
    },

    async run({ method, currency, zone }, call): Promise<PortfolioSettingsFacts> {
      const set = {
        ...(method === undefined ? {} : { method }),
        ...(currency === undefined ? {} : { currency: readCurrency(currency, rates) }),
        ...(zone === undefined ? {} : { zone: readZone(zone) }),
      };
      return await portfolio.settle(set, call, (settings) => ({ ...settings, changed: Object.keys(set) }));
    },

    show: settingsReply,
  });

const NAMES = ["method", "currency", "zone"] as const;
type Name = (typeof NAMES)[number];

/** What only joins the words: "set currency to EUR in zone Europe/Berlin". */
const JOINING = /^(?:set|to|in|is|and|my|the|time|=|->)$/i;

/** Reads "hifo", "eur", "method hifo currency eur" and "Europe/Berlin". Fields written `name:value` are left to the usual reading. */
function readSettingsLine(line: string): Partial<Record<Name, string>> | undefined {
  if (/\b(?:method|currency|zone):/i.test(line)) return undefined;
  const read: Partial<Record<Name, string>> = {};
  let named: Name | undefined;
  for (const word of line.split(/[\s,;]+/)) {
    if (word === "" || JOINING.test(word)) continue;
    const name = NAMES.find((each) => [each, `time${each}`].includes(word.toLowerCase()));
    const field = named ?? nameFor(word);
    if (name === undefined) read[field] = read[field] === undefined ? word : `${read[field]} ${word}`;
    // "zone New York" goes on until another field is named.
    if (name !== undefined || named !== "zone") named = name;
  }
  return { ...read, ...(read.method === undefined ? {} : { method: read.method.toLowerCase() }) };
}

/** The field that a word without a name fits. */
function nameFor(word: string): Name {
  const lower = word.toLowerCase();
  if (word.includes("/") || zones().some((zone) => zone.toLowerCase().split("/").includes(lower))) return "zone";
  const isMethod = METHODS.some((method) => method === lower) || nearest(lower, METHODS) !== undefined;
  return isMethod ? "method" : "currency";
}

function settingsReply({ method, currency, zone, changed }: PortfolioSettingsFacts): Reply {
  const others: readonly Button[] = CURRENCIES.filter((code) => code !== currency).map((code) => ({
    label: code,
    command: "portfolio settings",
    input: { currency: code },
  }));
  return {
    title: changed.length > 0 ? "Settings changed" : "Settings of your portfolio",
    blocks: [
      fields({ Method: `${method}, ${MEANS[method]}`, Currency: currency, "Time zone": zone }),
      text(
        "Everything is computed again with them. The time zone goes by its name: /portfolio settings zone:Europe/Berlin",
      ),
    ],
    choices: {
      prompt: "Which coins count as sold first?",
      options: METHODS.map((each) => ({
        label: each === method ? `· ${each} ·` : each,
        description: MEANS[each],
        command: "portfolio settings",
        input: { method: each },
      })),
    },
    buttons: [...others],
  };
}

/** @throws UserError for what is no money: gains in a coin would need every price in it */
function readCurrency(word: string, rates: PortfolioSettingsParts["rates"]): string {
  const code = quoteCurrency(word, rates);
  if (rates.isCurrency(code)) return code;
  throw new UserError(`A portfolio is computed in money, and ${code} is a coin.`, { hint: "Try USD or EUR." });
}

/** @throws UserError for what is no zone */
function readZone(word: string): string {
  const known = zones().find((zone) => zone.toLowerCase() === word.toLowerCase().replaceAll(" ", "_"));
  if (known !== undefined) return known;
  if (word.includes("/") && isZone(word)) return word;
  const [near, another] = suggestZones(word);
  const city = near?.value.split("/").at(-1)?.toLowerCase();
  // "berlin" is clear, where only one zone has it.
  if (near && !another && city === word.toLowerCase().replaceAll(" ", "_")) return near.value;
  throw new UserError("That is no time zone that I know.", {
    hint: near === undefined ? "Give it as Europe/Berlin or UTC." : `Did you mean ${near.value}?`,
  });
}

const zones = (): readonly string[] => ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** Zones with a part that begins as typed: "berlin" finds Europe/Berlin. */
function suggestZones(typed: string) {
  const begin = typed.trim().toLowerCase().replaceAll(" ", "_");
  return zones()
    .filter((zone) => [zone, ...zone.split("/")].some((part) => part.toLowerCase().startsWith(begin)))
    .slice(0, 25)
    .map((zone) => ({ label: zone, value: zone }));
}
