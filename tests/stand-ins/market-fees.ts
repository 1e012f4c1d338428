import { type Answer, type Asked, refused, type World } from "./market-rules.ts";

/** A protocol of the stand-in. Figures are invented and round; of revenue it keeps a fifth. */
interface Protocol {
  readonly slug: string;
  readonly name: string;
  readonly symbol?: string;
  readonly geckoId?: string | null;
  readonly parent?: string;
  readonly tvl?: number | null;
  readonly chains: readonly string[];
  /** Of the last 30 days and of the 30 before; absent is a protocol without fees. */
  readonly fees?: readonly [number, number | null];
  readonly isChain?: true;
}

const PROTOCOLS: readonly Protocol[] = [
  {
    slug: "lend-v3",
    name: "Lend V3",
    symbol: "LND",
    geckoId: null,
    parent: "lend",
    tvl: 3e9,
    chains: ["Ethereum", "Base"],
    fees: [3e6, 2e6],
  },
  {
    slug: "lend-v2",
    name: "Lend V2",
    symbol: "LND",
    geckoId: null,
    parent: "lend",
    tvl: 1e9,
    chains: ["Ethereum"],
    fees: [1e6, 2e6],
  },
  {
    slug: "lend-vaults",
    name: "Lend Vaults",
    symbol: "-",
    geckoId: null,
    parent: "lend",
    tvl: 5e8,
    chains: ["Polygon"],
  },
  {
    slug: "virtuals-protocol",
    name: "Virtuals Protocol",
    symbol: "VIRTUAL",
    geckoId: "virtual-protocol",
    tvl: 2e7,
    chains: ["Base"],
    fees: [9e5, null],
  },
  { slug: "quiet-vault", name: "Quiet Vault", symbol: "-", geckoId: null, tvl: 7e6, chains: ["Ethereum"] },
  { slug: "akash", name: "Akash", symbol: "AKT", geckoId: "akash-network", tvl: null, chains: ["Akash"], fees: [0, 0] },
  {
    slug: "near",
    name: "Near",
    geckoId: "near",
    symbol: "NEAR",
    tvl: 1.4e8,
    chains: ["Near"],
    fees: [3e5, 6e5],
    isChain: true,
  },
];
const PARENTS = { lend: { name: "Lend", gecko_id: "lend-token" } } as const;
const DAY = 86_400;

const known = ["excludeTotalDataChart", "excludeTotalDataChartBreakdown", "dataType"];

/** DefiLlama's protocols, chains and fees (api.llama.fi). Undefined for any other path. */
export function llamaFees({ path, query, only }: Asked, world: World): Answer | undefined {
  if (path === "/protocols") return only([]) ?? { body: PROTOCOLS.filter(({ isChain }) => !isChain).map(listed) };
  if (path === "/v2/chains")
    return (
      only([]) ?? {
        body: PROTOCOLS.filter(({ isChain }) => isChain).map(({ name, geckoId, symbol, tvl }) => ({
          gecko_id: geckoId,
          tvl,
          tokenSymbol: symbol,
          cmcId: "1",
          name,
          chainId: null,
        })),
      }
    );
  const summary = /^\/summary\/fees\/([^/]+)$/.exec(path);
  if (path !== "/overview/fees" && !summary) return undefined;
  const problem = only(known);
  if (problem) return problem;
  const { dataType = "dailyFees", excludeTotalDataChart, excludeTotalDataChartBreakdown } = query;
  if (dataType !== "dailyFees" && dataType !== "dailyRevenue") return refused("unknown dataType");
  if (excludeTotalDataChart === undefined || excludeTotalDataChartBreakdown !== "true")
    return refused("both flags are required");
  const part = dataType === "dailyFees" ? 1 : 0.2;
  if (!summary)
    return excludeTotalDataChart === "true" ? overview(part) : refused("the list with its chart is for nobody");
  return summaryOf(decodeURIComponent(summary[1] ?? ""), part, world);
}

const listed = ({ slug, name, symbol, geckoId, parent, tvl, chains }: Protocol) => ({
  id: slug,
  name,
  symbol: symbol ?? "-",
  slug,
  gecko_id: geckoId ?? null,
  category: "Lending",
  chain: "Multi-Chain",
  chains,
  tvl,
  mcap: null,
  chainTvls: {},
  ...(parent === undefined ? {} : { parentProtocol: `parent#${parent}` }),
});

const overview = (part: number): Answer => ({
  body: {
    totalDataChart: [],
    totalDataChartBreakdown: [],
    allChains: ["Ethereum"],
    protocols: PROTOCOLS.flatMap(({ slug, name, parent, chains, fees, isChain }) => {
      if (!fees) return [];
      const [last, before] = fees;
      return [
        {
          total24h: (last * part) / 30,
          total48hto24h: (last * part) / 30,
          total7d: (last * part * 7) / 30,
          total30d: last * part,
          total60dto30d: before === null ? null : before * part,
          defillamaId: slug,
          name,
          displayName: name,
          module: slug,
          category: "Lending",
          chains,
          protocolType: isChain ? "chain" : "protocol",
          methodology: {
            Fees: `What users of ${name} pay.`,
            Revenue: "A fifth of it.",
            SupplySideRevenue: "The rest.",
          },
          slug,
          ...(parent === undefined ? {} : { parentProtocol: `parent#${parent}` }),
        },
      ];
    }),
  },
});

/** What it does not have it refuses with 400, in words that lead elsewhere. */
function summaryOf(slug: string, part: number, world: World): Answer {
  const parts = PROTOCOLS.filter((each) => each.fees && (each.slug === slug || each.parent === slug));
  if (parts.length === 0)
    return {
      status: 400,
      body: { message: `Fees for ${slug} not found, please visit /overview/fees` },
      violation: "asked for fees that there are none of",
    };
  const last = parts.reduce((sum, { fees }) => sum + (fees?.[0] ?? 0), 0) * part;
  const today = Math.floor(world.now() / 1000 / DAY) * DAY;
  const parent = slug === "lend" ? PARENTS.lend : undefined;
  return {
    body: {
      name: parent?.name ?? parts[0]?.name,
      displayName: parent?.name ?? parts[0]?.name,
      gecko_id: parent?.gecko_id ?? parts[0]?.geckoId ?? null,
      slug,
      total24h: last / 30,
      total7d: (last * 7) / 30,
      total30d: last,
      // A year of days, the last of which is not over.
      totalDataChart: Array.from({ length: 365 }, (_, index) => [today - (364 - index) * DAY, last / 30 + index]),
      totalDataChartBreakdown: [],
    },
  };
}
