import { type Answer, type Asked, refused, type World } from "./market-rules.ts";

/** One perpetual of a stand-in exchange. Figures are invented and round. */
interface Contract {
  readonly base: string;
  /** For one payment, a fraction as exchanges write it. */
  readonly rate: string;
  readonly hours: number;
  readonly mark: string;
  /** In units of the contract. */
  readonly open: string;
  readonly long: string;
}

const contract = (base: string, rate: string, hours: number, mark: string, open: string, long = "0.6"): Contract => ({
  base,
  rate,
  hours,
  mark,
  open,
  long,
});

const BINANCE = [
  contract("BTC", "0.00010000", 8, "70010.00", "100000", "0.55"),
  contract("ETH", "-0.00005000", 8, "2001.00", "1000000", "0.7"),
  contract("TAO", "0.00010000", 8, "300.30", "400000"),
  contract("NEAR", "0.00005000", 4, "1.3510", "30000000"),
  contract("1000PEPE", "0.00010000", 8, "0.01000", "5000000000"),
  contract("AI", "0.00010000", 4, "0.5000", "1000000"),
];
const BYBIT = [
  contract("BTC", "0.00008", 8, "70005.00", "50000", "0.52"),
  contract("ETH", "0.0001", 8, "2000.50", "500000"),
  contract("TAO", "0.00005", 4, "299.90", "200000", "0.5"),
  contract("PEPE1000", "0.0002", 8, "0.01001", "1000000000"),
];
const OKX = [
  contract("BTC", "0.0000500000000000", 8, "70002", "30000", "1.5"),
  contract("TAO", "-0.0001", 8, "300.1", "100000", "1"),
];
const BITGET = [contract("BTC", "0.0001", 8, "70020", "20000"), contract("NEAR", "0.0001", 1, "1.349", "10000000")];

const HOUR = 3_600_000;

/** The payment after now, at whole intervals of the UTC day. */
const next = (now: number, hours: number): number => (Math.floor(now / (hours * HOUR)) + 1) * hours * HOUR;

const wrongPath: Answer = { status: 404, body: "Not Found", violation: "unknown path" };

/** USDⓈ-M futures: bare arrays and objects, errors `{code, msg}` with 400. */
export function binanceFutures({ path, query, only }: Asked, world: World): Answer {
  const now = world.now();
  const invalid: Answer = { status: 400, body: { code: -1121, msg: "Invalid symbol." } };
  const one = BINANCE.find(({ base }) => `${base}USDT` === query["symbol"]);
  const premium = ({ base, rate, hours, mark }: Contract) => ({
    symbol: `${base}USDT`,
    markPrice: mark,
    indexPrice: mark,
    estimatedSettlePrice: mark,
    lastFundingRate: rate,
    interestRate: "0.00010000",
    nextFundingTime: next(now, hours),
    time: now - 2_000,
  });
  switch (path) {
    case "/fapi/v1/premiumIndex": {
      const dated = { ...premium(contract("BTC", "", 8, "70500", "1")), symbol: "BTCUSDT_260327", nextFundingTime: 0 };
      const settling = { ...premium(contract("FET", "0.0001", 8, "0.2", "1")), nextFundingTime: 0 };
      const usdc = { ...premium(contract("BTC", "0.0009", 8, "70000", "1")), symbol: "BTCUSDC" };
      return only(["symbol"]) ?? { body: [...BINANCE.map(premium), dated, settling, usdc] };
    }
    case "/fapi/v1/openInterest":
      return (
        only(["symbol"]) ?? (one ? { body: { openInterest: one.open, symbol: query["symbol"], time: now } } : invalid)
      );
    case "/fapi/v1/fundingRate": {
      const problem = only(["symbol", "startTime", "endTime", "limit"]);
      if (problem) return problem;
      if (!one) return { body: [] };
      const paidAt = next(now, one.hours) - one.hours * HOUR + 7;
      return {
        body: [{ symbol: query["symbol"], fundingTime: paidAt, fundingRate: "0.00010000", markPrice: one.mark }],
      };
    }
    case "/futures/data/globalLongShortAccountRatio": {
      const problem = only(["symbol", "period", "limit", "startTime", "endTime"]);
      if (problem) return problem;
      if (!/^(5m|15m|30m|1h|2h|4h|6h|12h|1d)$/.test(query["period"] ?? "")) return refused("unknown period");
      if (!one) return { body: [] };
      const short = (1 - Number(one.long)).toFixed(4);
      const ratio = (Number(one.long) / Number(short)).toFixed(4);
      return {
        body: [
          {
            symbol: query["symbol"],
            longAccount: one.long,
            longShortRatio: ratio,
            shortAccount: short,
            timestamp: now - 60_000,
          },
        ],
      };
    }
    default:
      return wrongPath;
  }
}

const bybitError = (code: number, message: string): Answer => ({
  body: { retCode: code, retMsg: message, result: {}, retExtInfo: {}, time: 0 },
});

/** v5: everything inside `result`, errors with status 200 and `retCode`. */
export function bybit({ path, query, only }: Asked, world: World): Answer {
  const now = world.now();
  const said = (list: readonly unknown[]): Answer => ({
    body: { retCode: 0, retMsg: "OK", result: { category: "linear", list }, retExtInfo: {}, time: now - 1_000 },
  });
  if (query["category"] !== "linear") return refused("category has to be linear");
  switch (path) {
    case "/v5/market/tickers": {
      const row = ({ base, rate, hours, mark, open }: Contract) => ({
        symbol: `${base}USDT`,
        lastPrice: mark,
        indexPrice: mark,
        markPrice: mark,
        openInterest: open,
        openInterestValue: String(Number(open) * Number(mark)),
        fundingRate: rate,
        nextFundingTime: String(next(now, hours)),
        fundingIntervalHour: String(hours),
        fundingCap: "0.005",
        deliveryTime: "0",
      });
      const dated = { ...row(contract("BTC", "", 8, "71000", "5")), symbol: "BTCUSDT-26JUN26", nextFundingTime: "0" };
      const usdc = { ...row(contract("BTC", "0.01", 8, "70000", "5")), symbol: "BTCPERP" };
      return only(["category", "symbol", "baseCoin", "expDate"]) ?? said([...BYBIT.map(row), dated, usdc]);
    }
    case "/v5/market/account-ratio": {
      const problem = only(["category", "symbol", "period", "startTime", "endTime", "limit", "cursor"]);
      if (problem) return problem;
      if (!/^(5min|15min|30min|1h|4h|1d)$/.test(query["period"] ?? "")) return refused("unknown period");
      const one = BYBIT.find(({ base }) => `${base}USDT` === query["symbol"]);
      if (!one) return bybitError(10001, "params error: symbol invalid");
      const sellRatio = String(1 - Number(one.long));
      return said([{ symbol: query["symbol"], buyRatio: one.long, sellRatio, timestamp: String(now - 60_000) }]);
    }
    default:
      return wrongPath;
  }
}

/** v5: everything inside `data`, all figures as text, errors with `code`. `oi` counts contracts of a hundredth coin here. */
export function okx({ path, query, only }: Asked, world: World): Answer {
  const now = world.now();
  const said = (data: readonly unknown[]): Answer => ({ body: { code: "0", msg: "", data } });
  const id = ({ base }: Contract): string => `${base}-USDT-SWAP`;
  const swap =
    only(["instType", "instId", "uly", "instFamily"]) ??
    (query["instType"] === "SWAP" ? undefined : refused("instType"));
  switch (path) {
    case "/api/v5/public/funding-rate": {
      const rows = OKX.map((each) => ({
        instType: "SWAP",
        instId: id(each),
        method: "current_period",
        fundingRate: each.rate,
        nextFundingRate: "",
        fundingTime: String(next(now, each.hours)),
        nextFundingTime: String(next(now, each.hours) + each.hours * HOUR),
        ts: String(now),
      }));
      const inverse = { ...rows[0], instId: "BTC-USD-SWAP", fundingRate: "0.01" };
      return (
        only(["instId"]) ?? (query["instId"] === "ANY" ? said([...rows, inverse]) : refused("ask for all at once"))
      );
    }
    case "/api/v5/public/mark-price":
      return (
        swap ??
        said(OKX.map((each) => ({ instType: "SWAP", instId: id(each), markPx: each.mark, ts: String(now - 500) })))
      );
    case "/api/v5/public/open-interest":
      return (
        swap ??
        said(
          OKX.map((each) => ({
            instType: "SWAP",
            instId: id(each),
            oi: String(Number(each.open) * 100),
            oiCcy: each.open,
            oiUsd: String(Number(each.open) * Number(each.mark)),
            ts: String(now - 500),
          })),
        )
      );
    case "/api/v5/rubik/stat/contracts/long-short-account-ratio": {
      const problem = only(["ccy", "begin", "end", "period"]);
      if (problem) return problem;
      if (!/^(5m|1H|1D)$/.test(query["period"] ?? "")) return refused("unknown period");
      const one = OKX.find(({ base }) => base === query["ccy"]);
      if (!one) return { status: 400, body: { code: "51000", msg: "Parameter ccy error", data: [] } };
      return said([
        [String(now - 60_000), one.long],
        [String(now - 360_000), "9"],
      ]);
    }
    default:
      return wrongPath;
  }
}

/** v2: everything inside `data`, all figures as text, errors with `code` other than "00000". */
export function bitget({ path, query, only }: Asked, world: World): Answer {
  const now = world.now();
  const said = (data: readonly unknown[]): Answer => ({
    body: { code: "00000", msg: "success", requestTime: now - 300, data },
  });
  const product = query["productType"] === "USDT-FUTURES" ? undefined : refused("productType");
  switch (path) {
    case "/api/v2/mix/market/tickers":
      return (
        only(["productType"]) ??
        product ??
        said(
          BITGET.map(({ base, rate, mark, open }) => ({
            symbol: `${base}USDT`,
            lastPr: mark,
            markPrice: mark,
            indexPrice: mark,
            fundingRate: rate,
            holdingAmount: open,
            ts: String(now),
          })),
        )
      );
    case "/api/v2/mix/market/current-fund-rate":
      return (
        only(["productType", "symbol"]) ??
        product ??
        said(
          BITGET.map(({ base, rate, hours }) => ({
            symbol: `${base}USDT`,
            fundingRate: rate,
            fundingRateInterval: String(hours),
            nextUpdate: String(next(now, hours)),
            minFundingRate: "-0.003",
            maxFundingRate: "0.003",
          })),
        )
      );
    case "/api/v2/mix/market/account-long-short": {
      const problem = only(["symbol", "period"]);
      if (problem) return problem;
      const one = BITGET.find(({ base }) => `${base}USDT` === query["symbol"]);
      if (!one)
        return { status: 400, body: { code: "40034", msg: "Parameter does not exist", requestTime: now, data: null } };
      const row = (long: string, ts: number) => ({
        longAccountRatio: long,
        shortAccountRatio: String(1 - Number(long)),
        longShortAccountRatio: String(Number(long) / (1 - Number(long))),
        ts: String(ts),
      });
      return said([row("0.1", now - 360_000), row(one.long, now - 60_000)]);
    }
    default:
      return wrongPath;
  }
}
