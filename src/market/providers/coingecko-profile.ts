import { contractAddress, firstAddress, paragraph, webAddress } from "../profile-text.ts";
import { isGarbled, known, maybe, readChange, readNumber, readPositive, readTime } from "../../wire/figure.ts";
import type { Profile, ProfileAmounts, ProfileLinks, ProfileSource } from "../profile.ts";
import { cleanLine } from "../../core/clean.ts";
import { ProviderError } from "../../core/errors.ts";
import type { Transport } from "../../wire/transport.ts";
import { utcDay } from "../../core/format.ts";
import { z } from "zod";

/** What is not shown is not asked for: with all of it, Bitcoin's answer has 127 kB. */
const QUERY = {
  localization: "false",
  tickers: "false",
  market_data: "true",
  community_data: "false",
  developer_data: "true",
  sparkline: "false",
} as const;

const LISTED = 12;

const anyRecord = z.record(z.string(), z.unknown());
/** A map of currencies, of chains; anything else is an empty one. */
const record = anyRecord.catch({});
const list = z.array(z.unknown()).catch([]);

const market = z.object({
  /** All of them garbled is no coin without a price. */
  current_price: record.refine((prices) => {
    const each = Object.values(prices);
    return each.length === 0 || !each.every(isGarbled);
  }),
  market_cap: record,
  fully_diluted_valuation: record,
  total_volume: record,
  low_24h: record,
  high_24h: record,
  ath: record,
  ath_date: record,
  atl: record,
  atl_date: record,
  price_change_percentage_24h_in_currency: record,
  price_change_percentage_7d_in_currency: record,
  price_change_percentage_30d_in_currency: record,
  price_change_percentage_1y_in_currency: record,
  circulating_supply: maybe.positive,
  total_supply: maybe.positive,
  max_supply: maybe.positive,
  max_supply_infinite: maybe.anything,
  last_updated: maybe.anything,
});

const body = z.object({
  id: z.string(),
  market_cap_rank: maybe.rank,
  asset_platform_id: maybe.anything,
  platforms: record,
  categories: list,
  public_notice: maybe.anything,
  description: record,
  links: record,
  genesis_date: maybe.anything,
  developer_data: record,
  /** Null for what is listed and has no market. */
  market_data: market.nullish(),
  last_updated: maybe.anything,
});
type Body = z.output<typeof body>;

export interface CoinGeckoProfileParts {
  readonly source: string;
  readonly transport: Transport;
  readonly clock: () => number;
}

/** `/coins/{id}`: everything about one coin, in all currencies at once. */
export const createCoinGeckoProfile = ({
  source,
  transport,
  clock,
}: CoinGeckoProfileParts): Pick<ProfileSource, "profile"> => ({
  async profile({ id }, patience) {
    try {
      const answer = await transport.json(`/coins/${encodeURIComponent(id)}`, QUERY, body, { patience });
      if (answer.id !== id) throw new ProviderError(source, "unusable", { detail: "another coin" });
      return profileOf(answer, source, clock());
    } catch (error) {
      if (error instanceof ProviderError && error.failure === "missing") return undefined;
      throw error;
    }
  },
});

function profileOf(answer: Body, source: string, now: number): Profile {
  const { market_data: figures } = answer;
  return {
    source,
    asOf: readTime(figures?.last_updated, now) ?? readTime(answer.last_updated, now) ?? now,
    amounts: figures ? amountsOf(figures, now) : {},
    supply: known({
      circulating: figures?.circulating_supply,
      total: figures?.total_supply,
      max: figures?.max_supply,
      isUnlimited: figures?.max_supply_infinite === true && figures.max_supply === undefined ? true : undefined,
    }),
    categories: answer.categories
      .flatMap((each) => (typeof each === "string" ? [cleanLine(each, 40)] : []))
      .filter((each) => each !== "")
      .slice(0, LISTED),
    contracts: contractsOf(answer),
    links: linksOf(answer.links),
    ...known({
      rank: answer.market_cap_rank,
      genesisOn: dayOf(answer.genesis_date, now),
      about: paragraph(answer.description["en"]),
      notice: paragraph(answer.public_notice),
      // Nobody can tell "no commits" from "no repository that it looks at".
      commits4Weeks: readPositive(answer.developer_data["commit_count_4_weeks"]),
    }),
  };
}

function amountsOf(figures: z.output<typeof market>, now: number): Profile["amounts"] {
  const amounts = Object.entries(figures.current_price).flatMap(([code, raw]): [string, ProfileAmounts][] => {
    const price = readPositive(raw);
    if (price === undefined || !/^[a-z]{2,6}$/.test(code)) return [];
    const amount = (each: Readonly<Record<string, unknown>>) => readPositive(each[code]);
    const extreme = (value: number | undefined, at: unknown) =>
      value === undefined ? undefined : { price: value, ...known({ at: readTime(at, now) }) };
    const rest = known({
      change24h: readChange(figures.price_change_percentage_24h_in_currency[code]),
      change7d: readChange(figures.price_change_percentage_7d_in_currency[code]),
      change30d: readChange(figures.price_change_percentage_30d_in_currency[code]),
      change1y: readChange(figures.price_change_percentage_1y_in_currency[code]),
      marketCap: amount(figures.market_cap),
      fullyDiluted: amount(figures.fully_diluted_valuation),
      volume24h: amount(figures.total_volume),
      low24h: amount(figures.low_24h),
      high24h: amount(figures.high_24h),
      allTimeHigh: extreme(amount(figures.ath), figures.ath_date[code]),
      allTimeLow: extreme(amount(figures.atl), figures.atl_date[code]),
    });
    return [[code.toUpperCase(), { price, ...rest }]];
  });
  return Object.fromEntries(amounts);
}

/** The chain that it calls the coin's own comes first. Coins of chains of their own have an empty one. */
function contractsOf({ platforms, asset_platform_id: main }: Body): Profile["contracts"] {
  const contracts = Object.entries(platforms).flatMap(([chain, raw]) => {
    const address = contractAddress(raw);
    return chain === "" || address === undefined ? [] : [{ chain, address }];
  });
  return contracts.toSorted((a, b) => Number(b.chain === main) - Number(a.chain === main)).slice(0, LISTED);
}

function linksOf(links: Body["links"]): ProfileLinks {
  const handle = links["twitter_screen_name"];
  const code = anyRecord.safeParse(links["repos_url"]);
  return known({
    website: firstAddress(links["homepage"]),
    docs: webAddress(links["whitepaper"]),
    x: typeof handle === "string" && /^\w{1,15}$/.test(handle) ? `https://x.com/${handle}` : undefined,
    github: repository(code.success ? code.data["github"] : undefined),
    explorer: firstAddress(links["blockchain_site"]),
  });
}

const repository = (each: unknown): string | undefined =>
  (Array.isArray(each) ? (each as unknown[]) : [])
    .map(webAddress)
    .find((address) => address !== undefined && new URL(address).hostname === "github.com");

function dayOf(value: unknown, now: number): string | undefined {
  const at = readNumber(value) === undefined ? readTime(value, now) : undefined;
  return at === undefined ? undefined : utcDay(at);
}
