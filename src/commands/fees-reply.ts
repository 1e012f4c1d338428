import { type Block, type Button, italic, type Reply, rich, type TableBlock, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { compactMoney, percent, quantity } from "../core/format.ts";
import type { FeesFacts } from "./fees-facts.ts";
import { sourceLine } from "./source-line.ts";

/** Fees and revenue as a table, the token beside them, the days as a picture. */
export function feesReply(facts: FeesFacts, call: Call): Reply {
  const { protocol } = facts;
  return protocol === undefined ? withoutProtocol(facts) : card(facts, protocol, call);
}

/** A coin whose protocol, if there is one, the provider does not count. */
const withoutProtocol = ({ token, source }: FeesFacts): Reply => ({
  title: token === undefined ? "Fees" : `${token.name} (${token.symbol})`,
  blocks: [
    text(`${capital(source)} lists no protocol and no chain that has this token, so there are no fees to show.`),
  ],
  ...(token === undefined ? {} : { buttons: [priceButton(token.assetId)] }),
});

function card(facts: FeesFacts, protocol: NonNullable<FeesFacts["protocol"]>, call: Call): Reply {
  const { fees, revenue, lockedValue, token, source, missing } = facts;
  const { locale, now } = call;
  const origins = [fees, revenue, lockedValue, token?.quote].filter((each) => each !== undefined);
  const { line, markOf } = sourceLine(origins, now);
  const usd = (value: number): string => compactMoney(value, "USD", locale);
  const year = fees?.annualisedUsd;
  const said = [
    ...(fees === undefined ? [`${capital(source)} counts no fees of it.`] : []),
    joined([
      token?.quote &&
        `${token.symbol} cap ${usd(token.quote.marketCapUsd)}${markOf(token.quote)}${multiples(facts, locale)}`,
      lockedValue && `locked ${usd(lockedValue.tvlUsd)}${markOf(lockedValue)}`,
    ]),
    change(facts, locale),
    where(protocol),
    missing.length > 0 ? `Missing: ${missing.join(", ")}.` : "",
  ].filter((each) => each !== "");
  return {
    title: `${protocol.name} fees${year === undefined ? "" : ` ${usd(year)} a year`}`,
    blocks: [
      ...(fees === undefined ? [] : [table(facts, usd)]),
      ...(said.length === 0 ? [] : [text(said.join("\n"))]),
      ...methodology(facts),
      ...picture(facts, protocol.name, usd),
    ],
    ...(line === undefined ? {} : { footer: fees === undefined ? line : `${line} · a year: ${facts.method}` }),
    buttons: [
      { label: "Refresh", command: "fees", input: { protocol: protocol.slug } },
      ...(token === undefined ? [] : [priceButton(token.assetId)]),
    ],
  };
}

const priceButton = (assetId: string): Button => ({
  label: "Price",
  command: "price",
  input: { assets: [`=${assetId}`] },
  answer: "new",
});

function table({ fees, revenue }: FeesFacts, usd: (value: number) => string): TableBlock {
  const right = (label: string) => ({ label, align: "right" as const });
  const rows = (["last24hUsd", "last7dUsd", "last30dUsd", "annualisedUsd"] as const).map((key, index) => {
    const [taken, kept] = [fees?.[key], revenue?.[key]];
    const row = [["24 h", "7 days", "30 days", "a year"][index] ?? "", taken === undefined ? "?" : usd(taken)];
    return revenue === undefined ? row : [...row, kept === undefined ? "?" : usd(kept)];
  });
  return {
    kind: "table",
    columns: [{ label: "", align: "left" }, right("Fees"), ...(revenue === undefined ? [] : [right("Revenue")])],
    rows,
  };
}

/** ", 12.3 × fees, 45 × revenue". */
function multiples({ capToFeesMultiple, capToRevenueMultiple }: FeesFacts, locale: string): string {
  const shown = (value: number | undefined, of: string): string =>
    value === undefined ? "" : `, ${quantity(value, "", locale, 3).trim()} × ${of}`;
  return `${shown(capToFeesMultiple, "fees")}${shown(capToRevenueMultiple, "revenue")}`;
}

function change({ fees, revenue }: FeesFacts, locale: string): string {
  const each = [
    fees?.change30dFraction === undefined ? "" : `fees ${percent(fees.change30dFraction, locale)}`,
    revenue?.change30dFraction === undefined ? "" : `revenue ${percent(revenue.change30dFraction, locale)}`,
  ].filter((part) => part !== "");
  return each.length === 0 ? "" : `Against the 30 days before: ${each.join(", ")}.`;
}

/** Names shown of a list; the rest is counted. */
const SHOWN = 3;

function where({ kind, parts, chains, chainCount }: NonNullable<FeesFacts["protocol"]>): string {
  const listed = (names: readonly string[], count: number): string =>
    `${names.slice(0, SHOWN).join(", ")}${count > SHOWN ? ` and ${count - SHOWN} more` : ""}`;
  return joined([
    kind === "chain" ? "what its users pay to the chain itself" : undefined,
    parts.length > 1 ? `sum of ${listed(parts, parts.length)}` : undefined,
    chainCount > 0 ? `on ${listed(chains, chainCount)}` : undefined,
  ]);
}

/** In the provider's words, so set apart. */
const methodology = ({ methodologyAsWritten, source }: FeesFacts): Block[] =>
  methodologyAsWritten.length === 0
    ? []
    : [
        rich(
          `${capital(source)}'s words: `,
          italic(methodologyAsWritten.map(({ about, text: said }) => `${about}: ${said}`).join(" · ")),
        ),
      ];

function picture(
  { dailyFeesUsd: points, source, fees }: FeesFacts,
  name: string,
  usd: (value: number) => string,
): Block[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return [];
  const values = points.map(([, value]) => value);
  return [
    {
      kind: "chart",
      alt: `Daily fees of ${name} over ${points.length} days: from ${usd(first[1])} to ${usd(last[1])}, lowest ${usd(Math.min(...values))}, highest ${usd(Math.max(...values))}.`,
      chart: {
        kind: "line",
        title: `${name}, fees a day`,
        unit: "USD",
        series: [{ name: "Fees", points }],
        source,
        asOf: fees?.asOf ?? last[0],
      },
    },
  ];
}

/** What there is of it, in one line. */
const joined = (parts: readonly (string | undefined)[]): string =>
  capital(parts.filter((each) => each !== undefined && each !== "").join(" · "));

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
