import { AI_CATEGORY, type Overview, type SourcedGlobal } from "../market/overview.ts";
import type { CategoryTotal, FearAndGreed, GlobalMarket } from "../market/source.ts";
import type { Funding } from "../market/derivatives/funding.ts";
import { known } from "../wire/figure.ts";
import { type LongAccounts, longAccounts } from "./funding-accounts.ts";
import type { Origin } from "./source-line.ts";
import { ProviderError } from "../core/errors.ts";
import type { Rates } from "../market/rates.ts";
import type { Told } from "../market/last-known.ts";

/** The market as a whole. Caps and volume are in US dollars; what nobody said is absent, and named in `missing`. */
export interface MarketFacts {
  readonly currency: "USD";
  readonly global?: Origin & {
    readonly marketCap?: number;
    readonly change24hFraction?: number;
    readonly volume24h?: number;
    /** Of the total cap; 57.9 is 57.9 %. */
    readonly btcDominancePercent?: number;
    readonly ethDominancePercent?: number;
  };
  /** What one ether costs in bitcoin. */
  readonly ethBtc?: Origin & { readonly priceBtc: number };
  /** What CoinGecko puts into the category of this id, and its part of the total cap. */
  readonly aiSector?: Origin & {
    readonly category: string;
    readonly marketCap: number;
    readonly sharePercent: number;
  };
  /** 0 (extreme fear) to 100 (extreme greed), about Bitcoin, for the day that begins at `asOf`. */
  readonly fearAndGreed?: Origin & { readonly value: number; readonly mood?: FearAndGreed["mood"] };
  /** Of BTC and ETH, as far as an exchange says it. */
  readonly longAccounts?: readonly LongAccounts[];
  readonly missing: readonly Missing[];
}

/** Figures that are not there, by who could have given them. */
interface Missing {
  readonly source: string;
  readonly why: "does not answer" | "does not say";
  readonly what: readonly string[];
}

/** How each figure is called where it is missing, in the order of the card. */
const NAMES = {
  marketCap: "total cap",
  change24h: "24 h change",
  volume24h: "24 h volume",
  btcDominance: "BTC dominance",
  ethDominance: "ETH dominance",
} as const satisfies Partial<Record<keyof GlobalMarket, string>>;

/** The coins whose accounts are counted. */
const POSITIONS = ["BTC", "ETH"] as const;

/**
 * Asks for all parts at once; one that fails takes no other with it.
 * @param funding  without it nothing is said of who is long
 * @throws ProviderError when not one part could be had
 */
export async function marketFacts(
  overview: Overview,
  rates: Pick<Rates, "rate">,
  funding?: Pick<Funding, "accounts">,
): Promise<MarketFacts> {
  const [global, ethBtc, category, mood, ...accounts] = await Promise.all([
    overview.global(),
    ethInBitcoin(rates, overview.source),
    overview.aiCategory(),
    overview.fearAndGreed(),
    ...(funding === undefined ? [] : POSITIONS.map((symbol) => longAccounts(funding, symbol))),
  ]);
  const long = accounts.flatMap((each) => (each.kind === "known" ? [each.value] : []));
  if ([global, ethBtc, category, mood].every(({ kind }) => kind === "failed") && global.kind === "failed")
    throw global.failure;
  const aiSector = shareOf(category, global, overview.source);
  return {
    currency: "USD",
    ...(global.kind === "known" ? { global: globalFigures(global) } : {}),
    ...(ethBtc.kind === "known" ? { ethBtc: ethBtc.value } : {}),
    ...(aiSector === undefined ? {} : { aiSector }),
    ...(mood.kind === "known"
      ? { fearAndGreed: { ...mood.value, source: overview.sentimentSource, isStale: mood.isStale } }
      : {}),
    ...(long.length === 0 ? {} : { longAccounts: long }),
    missing: grouped([
      ...Object.entries(NAMES).flatMap(([key, what]) =>
        global.kind === "known" && global.value[key as keyof typeof NAMES] !== undefined
          ? []
          : [missing(what, global, global.kind === "known" ? global.value.source : overview.source)],
      ),
      ...(ethBtc.kind === "known" ? [] : [missing("ETH/BTC", ethBtc, overview.source)]),
      ...(aiSector === undefined
        ? [missing("AI share", category.kind === "failed" ? category : global, overview.source)]
        : []),
      ...(mood.kind === "known" ? [] : [missing("Fear & Greed", mood, overview.sentimentSource)]),
      ...accounts.flatMap((each, index) =>
        each.kind === "known" ? [] : [missing(`${POSITIONS[index] ?? ""} long accounts`, each, each.failure.provider)],
      ),
    ]),
  };
}

type EthBtc = NonNullable<MarketFacts["ethBtc"]>;

async function ethInBitcoin(rates: Pick<Rates, "rate">, source: string): Promise<Told<EthBtc>> {
  try {
    const rate = await rates.rate("ETH", "BTC", "person");
    if (rate === undefined) return { kind: "failed", failure: new ProviderError(source, "missing") };
    const { value: priceBtc, ...origin } = rate;
    return { kind: "known", value: { priceBtc, ...origin }, isStale: rate.isStale };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { kind: "failed", failure: error };
  }
}

function globalFigures({ value, isStale }: { readonly value: SourcedGlobal; readonly isStale: boolean }) {
  const { marketCap, change24h, volume24h, btcDominance, ethDominance, source, asOf } = value;
  return {
    ...known({
      marketCap,
      change24hFraction: change24h,
      volume24h,
      btcDominancePercent: btcDominance && btcDominance * 100,
      ethDominancePercent: ethDominance && ethDominance * 100,
    }),
    source,
    asOf,
    isStale,
  };
}

/** By whoever said the two figures, and as old as the older one. A category that is worth more than the whole market is no figure. */
function shareOf(category: Told<CategoryTotal>, global: Told<SourcedGlobal>, source: string): MarketFacts["aiSector"] {
  if (category.kind === "failed" || global.kind === "failed") return undefined;
  const [part, whole] = [category.value.marketCap, global.value.marketCap];
  if (whole === undefined || part > whole) return undefined;
  return {
    category: AI_CATEGORY,
    marketCap: part,
    sharePercent: (part / whole) * 100,
    source: [...new Set([source, global.value.source])].join(", "),
    asOf: Math.min(category.value.asOf, global.value.asOf),
    isStale: category.isStale || global.isStale,
  };
}

interface OneMissing extends Omit<Missing, "what"> {
  readonly what: string;
}

function missing(what: string, part: Told<unknown>, source: string): OneMissing {
  const failure = part.kind === "failed" ? part.failure.failure : "missing";
  return { source, what, why: failure === "missing" || failure === "unusable" ? "does not say" : "does not answer" };
}

const grouped = (each: readonly OneMissing[]): readonly Missing[] =>
  [...new Set(each.map(({ source, why }) => `${source} ${why}`))].flatMap((key) => {
    const group = each.filter(({ source, why }) => `${source} ${why}` === key);
    const [first] = group;
    return first ? [{ source: first.source, why: first.why, what: group.map(({ what }) => what) }] : [];
  });
