import { describe, expect, test } from "vitest";
import type { Entry, StatedMoney } from "../../src/portfolio/entry.ts";
import type { Draft } from "../../src/portfolio/importers/draft.ts";
import { type FileRead, readFile } from "../../src/portfolio/importers/read-file.ts";

const NOW = Date.UTC(2026, 10, 1);
const read = (text: string): Promise<FileRead> => readFile(text, { now: NOW, pause: async () => undefined });

async function drafts(text: string): Promise<readonly Draft[]> {
  const found = await read(text);
  if (found.kind === "unknown") throw new Error(`not recognised: ${found.columns.join()}`);
  return found.drafts;
}

const money = (value: StatedMoney | undefined): string => (value ? ` for ${value.amount} ${value.currency}` : "");

function words(entry: Entry): string {
  const fee = "fee" in entry && entry.fee ? entry.fee : undefined;
  const paid = fee
    ? ` fee ${fee.kind === "money" ? `${fee.amount} ${fee.currency}` : `${fee.quantity} ${fee.asset}`}`
    : "";
  if (entry.kind === "fee") return paid.trim();
  if (entry.kind === "split") return "split";
  const kind = entry.kind === "income" ? entry.incomeKind : entry.kind;
  const to = "toAsset" in entry ? ` to ${entry.toQuantity} ${entry.toAsset}` : "";
  return `${kind} ${entry.quantity} ${entry.asset}${to}${"value" in entry ? money(entry.value) : ""}${paid}`;
}

/** Each draft in a line, as a person would say it. */
const told = async (text: string): Promise<readonly string[]> =>
  (await drafts(text)).map((draft) =>
    draft.kind === "entry" ? `${draft.line}: ${words(draft.entry)}` : `${draft.line}: ${draft.kind}, ${draft.reason}`,
  );

const file = (...lines: readonly string[]): string => lines.join("\n");

interface Case {
  readonly format: string;
  readonly text: string;
  readonly says: readonly string[];
}

const BINANCE = "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark";
const KRAKEN = '"txid","refid","time","type","subtype","aclass","subclass","asset","wallet","amount","fee","balance"';
const CRYPTO_COM =
  "Timestamp (UTC),Transaction Description,Currency,Amount,To Currency,To Amount,Native Currency,Native Amount,Native Amount (in USD),Transaction Kind,Transaction Hash";
const BYBIT =
  "Currency,Contract,Type,Direction,Quantity,Position,Filled Price,Funding,Fee Paid,Cash Flow,Change,Wallet Balance,Action,OrderId,TradeId,Time";
const OKX =
  "id,Order id,Time,Trade Type,Symbol,Action,Amount,Trading Unit,Filled Price,PnL,Fee,Fee Unit,Position Change,Position Balance,Balance Change,Balance,Balance Unit";
const GEMINI =
  "Date,Time (UTC),Type,Symbol,Specification,Liquidity Indicator,Trading Fee Rate (bps),USD Amount USD,Fee (USD) USD,USD Balance USD,BTC Amount BTC,Fee (BTC) BTC,BTC Balance BTC,Trade ID,Order ID,Order Date,Order Time,Client Order ID,API Session,Tx Hash,Deposit Destination,Deposit Tx Output,Withdrawal Destination,Withdrawal Tx Output";
const KOINLY =
  "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Net Worth Amount,Net Worth Currency,Label,Description,TxHash";
const COINTRACKING = '"Type","Buy","Cur.","Sell","Cur.","Fee","Cur.","Exchange","Group","Comment","Date"';

const CASES: readonly Case[] = [
  {
    format: "Coinbase transactions",
    text: file(
      "Transactions",
      "User,Somebody,3b9e",
      "ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes",
      'a1,2025-01-02 08:00:00 UTC,Buy,TAO,2.5,USD,$400.00,"$1,000.00","$1,010.00",$10.00,Bought 2.5 TAO',
      "a2,2025-02-02 08:00:00 UTC,Sell,TAO,-1,USD,$500.00,$500.00,$495.00,-$5.00,Sold 1 TAO",
      "a3,2025-03-02 08:00:00 UTC,Convert,USDC,-90,USD,$1.00,$90.00,$89.00,$1.00,Converted 90 USDC to 0.5 SOL",
      "a4,2025-03-03 08:00:00 UTC,Receive,BTC,0.05,USD,84000.00,,,,",
      "a5,2025-03-04 08:00:00 UTC,Send,BTC,-0.01,USD,84000.00,$840.00,$840.00,$0.00,",
      "a6,2025-03-05 08:00:00 UTC,Staking Income,ETH,0.001,USD,2000.00,$2.00,$2.00,$0.00,",
      "a7,2025-03-06 08:00:00 UTC,Deposit,USD,100,USD,1,$100.00,$100.00,$0.00,",
      "a8,2025-03-07 08:00:00 UTC,Retail Staking Transfer,ETH,-1,USD,2000.00,,,,",
      "a9,2025-03-08 08:00:00 UTC,Asset Migration,RNDR,-10,USD,5,,,,",
      "b1,2025-03-08 08:00:00 UTC,Asset Migration,RENDER,10,USD,5,,,,",
      "b2,2025-03-09 08:00:00 UTC,Teleport,BTC,1,USD,5,,,,",
    ),
    says: [
      "4: buy 2.5 TAO for 1000 USD fee 10 USD",
      "5: sell 1 TAO for 500 USD fee 5 USD",
      "6: swap 90 USDC to 0.5 SOL for 90 USD fee 1 USD",
      "7: transfer_in 0.05 BTC",
      "8: transfer_out 0.01 BTC for 840 USD",
      "9: staking 0.001 ETH for 2 USD",
      "10: skipped, money, not a coin",
      "11: skipped, a move inside Coinbase",
      "12: migration 10 RNDR to 10 RENDER",
      '14: refused, the type "Teleport" is not known',
    ],
  },
  {
    format: "Coinbase transactions",
    text: file(
      "Timestamp,Transaction Type,Asset,Quantity Transacted,EUR Spot Price,EUR Subtotal,EUR Total (inclusive of fees),EUR Fees,Notes",
      "2019-05-01T10:00:00Z,Buy,ETH,2,150,300,304,4,",
    ),
    says: ["2: buy 2 ETH for 300 EUR fee 4 EUR"],
  },
  {
    format: "Coinbase Pro account statement",
    text: file(
      "portfolio,type,time,amount,balance,amount/balance unit,transfer id,trade id,order id",
      "default,deposit,2018-03-15T10:42:31.215Z,2.5,2.5,BTC,x,,",
      "default,match,2018-03-15T10:55:12.843Z,52.3,52.3,ETH,,1,o",
      "default,match,2018-03-15T10:55:12.843Z,-1.1,1.4,BTC,,1,o",
      "default,fee,2018-03-15T10:55:12.843Z,-0.003,1.397,BTC,,1,o",
      "default,withdrawal,2018-03-16T10:55:12.843Z,-1,0.397,BTC,y,,",
    ),
    says: ["2: transfer_in 2.5 BTC", "3: swap 1.1 BTC to 52.3 ETH fee 0.003 BTC", "6: transfer_out 1 BTC"],
  },
  {
    format: "Coinbase Pro fills",
    text: file(
      "portfolio,trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit",
      "default,7,BTC-USD,BUY,2018-03-15T10:55:12.843Z,0.5,BTC,8000,10,-4010,USD",
    ),
    says: ["2: buy 0.5 BTC for 4000 USD fee 10 USD"],
  },
  {
    format: "Binance transaction history",
    text: file(
      BINANCE,
      "1,2020-10-28 22:03:03,Spot,Deposit,EUR,245.25,",
      "1,2020-10-28 22:04:00,Spot,Buy,ZRX,30.0,",
      "1,2020-10-28 22:04:00,Spot,Sell,ETH,-0.0313,",
      "1,2020-10-28 22:04:00,Spot,Fee,ZRX,-0.03,",
      "1,2020-10-29 22:04:00,Spot,Transaction Spend,USDT,-50,",
      "1,2020-10-29 22:04:00,Spot,Transaction Buy,TAO,0.1,",
      "1,2020-10-29 22:04:00,Spot,Transaction Spend,USDT,-50,",
      "1,2020-10-29 22:04:00,Spot,Transaction Buy,TAO,0.1,",
      "1,2020-10-29 22:04:00,Spot,Transaction Fee,BNB,-0.001,",
      "1,2020-11-01 09:36:13,Spot,ETH 2.0 Staking Rewards,BETH,4.615E-06,",
      "1,2020-11-02 09:36:13,Spot,Simple Earn Flexible Interest,USDT,0.2,",
      "1,2020-11-02 10:00:00,Spot,Simple Earn Flexible Subscription,USDT,-100,",
      "1,2020-11-03 09:36:13,Spot,Airdrop Assets,JEX,3,",
      "1,2020-11-04 09:36:13,Spot,Small Assets Exchange BNB,JEX,-3,",
      "1,2020-11-04 09:36:13,Spot,Small Assets Exchange BNB,BNB,0.01,",
      "1,2020-11-04 09:36:13,Spot,Small Assets Exchange BNB,ZRX,-1,",
      "1,2020-11-04 09:36:13,Spot,Small Assets Exchange BNB,BNB,0.02,",
      "1,2020-11-05 09:36:13,Spot,Withdraw,ETH,-1,Withdraw fee is included",
      "1,2020-11-06 09:36:13,USDT-Futures,Funding Fee,USDT,-1,",
      "1,2020-11-07 09:36:13,Spot,Buy,TAO,1,",
      "1,2020-11-08 09:36:13,Spot,Mystery,TAO,1,",
    ),
    says: [
      "2: skipped, money, not a coin",
      "3: swap 0.0313 ETH to 30 ZRX fee 0.03 ZRX",
      "6: swap 100 USDT to 0.2 TAO fee 0.001 BNB",
      "11: staking 0.000004615 ETH",
      "12: interest 0.2 USDT",
      "13: skipped, a move inside Binance, or futures and margin",
      "14: airdrop 3 JEX",
      "15: swap 3 JEX to 0.01 BNB",
      "15: swap 1 ZRX to 0.02 BNB",
      "19: transfer_out 1 ETH",
      "20: skipped, a move inside Binance, or futures and margin",
      "21: refused, only one side of this trade is in the file",
      '22: refused, the operation "Mystery" is not known',
    ],
  },
  {
    format: "Binance trades",
    text: file(
      "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin",
      "2021-01-01 00:00:01,ETHBTC,BUY,0.03,2,0.06,0.001,BNB",
      "2021-01-01 00:00:02,BTCEUR,SELL,30000,0.1,3000,3,EUR",
    ),
    says: ["2: swap 0.06 BTC to 2 ETH fee 0.001 BNB", "3: sell 0.1 BTC for 3000 EUR fee 3 EUR"],
  },
  {
    format: "Binance spot trades",
    text: file(
      "Date(UTC),Pair,Side,Price,Executed,Amount,Fee",
      '2024-01-01 00:00:01,TAOUSDT,BUY,400,2TAO,"1,000.5USDT",0.002TAO',
    ),
    says: ["2: swap 1000.5 USDT to 2 TAO fee 0.002 TAO"],
  },
  {
    format: "Binance conversions",
    text: file(
      "Date,Wallet,Pair,Type,Sell,Buy,Price,Inverse Price,Date Updated,Status",
      "2024-01-01 00:00:01,Spot,BTCUSDT,Market,100 USDT,0.002 BTC,1,1,2024-01-01 00:00:02,Successful",
      "2024-01-01 00:00:03,Spot,BTCUSDT,Market,100 USDT,0.002 BTC,1,1,2024-01-01 00:00:02,Failed",
    ),
    says: ["2: swap 100 USDT to 0.002 BTC", "3: skipped, it was not carried out"],
  },
  {
    format: "Binance deposits or withdrawals",
    text: file(
      "Date(UTC+0),Coin,Network,Amount,Fee,Address,TXID,Status",
      "2024-01-01 00:00:01,TAO,TAO,2,0.01,5F,0x,Completed",
    ),
    says: ["2: transfer_out 2 TAO fee 0.01 TAO"],
  },
  {
    format: "Kraken ledgers",
    text: file(
      KRAKEN,
      '"L1","T1","2025-03-03 08:20:02","trade","tradespot","currency","fiat","ZEUR","spot / main",-400.0000,1.0000,599.0000',
      '"L2","T1","2025-03-03 08:20:02","trade","tradespot","currency","crypto","XXBT","spot / main",0.0045000000,0,0.0045',
      '"","F1","2025-03-04 08:20:02","deposit","","currency","crypto","XETH","spot / main",1,0,""',
      '"L3","F1","2025-03-04 08:20:05","deposit","","currency","crypto","XETH","spot / main",1,0,1',
      '"L4","F2","2025-03-05 08:20:05","withdrawal","","currency","crypto","XETH","spot / main",-0.5,0.001,0.499',
      '"L5","S1","2025-03-06 08:20:05","staking","","currency","crypto","DOT28.S","spot / main",0.5,0,0.5',
      '"L6","S2","2025-03-07 08:20:05","earn","reward","currency","crypto","TAO.F","earn / flexible",0.01,0,0.01',
      '"L7","S3","2025-03-07 09:20:05","earn","allocation","currency","crypto","TAO","spot / main",-1,0,0',
      '"L8","S4","2025-03-08 08:20:05","transfer","spottostaking","currency","crypto","DOT","spot / main",-1,0,0',
      '"L9","R1","2025-03-09 08:20:05","spend","","currency","crypto","USDC","spot / main",-10,0.1,0',
      '"LA","R1","2025-03-09 08:20:05","receive","","currency","crypto","TAO","spot / main",0.02,0,1',
      '"LB","F3","2025-03-10 12:00:00","deposit","","currency","fiat","USD.HOLD","spot / main",1000,0,1000',
      '"LC","M1","2025-03-11 12:00:00","rollover","","currency","fiat","ZUSD","spot / main",0,0.2,999.8',
    ),
    says: [
      "2: buy 0.0045 BTC for 400 EUR fee 1 EUR",
      "4: skipped, a deposit or withdrawal that stands in the file a second time",
      "5: transfer_in 1 ETH",
      "6: transfer_out 0.5 ETH fee 0.001 ETH",
      "7: staking 0.5 DOT",
      "8: staking 0.01 TAO",
      "9: skipped, a move inside Kraken",
      "10: skipped, a move inside Kraken",
      "11: swap 10 USDC to 0.02 TAO fee 0.1 USDC",
      "13: skipped, money, not a coin",
      "14: fee 0.2 USD",
    ],
  },
  {
    format: "Kraken trades",
    text: file(
      '"txid","ordertxid","pair","time","type","ordertype","price","cost","fee","vol","margin","misc","ledgers"',
      '"T1","O1","XXBTZEUR","2024-03-03 08:20:02.1234","buy","limit",50000,500,1.3,0.01,0.0,"","L1,L2"',
      '"T2","O2","TAO/USD","2024-03-04 08:20:02.1234","sell","limit",500,1000,2.6,2,0.0,"","L3,L4"',
      '"T3","O3","XETHZEUR","2024-03-05 08:20:02.1234","sell","limit",500,1000,2.6,2,200,"","L5,L6"',
    ),
    says: [
      "2: buy 0.01 BTC for 500 EUR fee 1.3 EUR",
      "3: sell 2 TAO for 1000 USD fee 2.6 USD",
      "4: skipped, margin, which is not kept here",
    ],
  },
  {
    format: "KuCoin spot orders",
    text: file(
      "UID,Account Type,Order ID,Order Time(UTC+01:00),Symbol,Side,Order Type,Order Price,Order Amount,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC+01:00),Fee,Fee Currency,Tax,Status,Account Mode",
      "1,mainAccount,o,2024-01-31 14:54:26,TAO-USDT,SELL,LIMIT,500,2,500,2,1000,1000,2024-01-31 14:55:54,1,USDT,,deal,CLASSIC",
      "1,mainAccount,p,2024-01-31 14:54:26,TAO-USDT,BUY,LIMIT,400,2,0,0,0,0,2024-01-31 14:55:54,0,USDT,,cancel,CLASSIC",
    ),
    says: ["2: swap 2 TAO to 1000 USDT fee 1 USDT", "3: skipped, nothing of this order was filled"],
  },
  {
    format: "KuCoin fills",
    text: file(
      "tradeCreatedAt,orderId,symbol,side,price,size,funds,fee,liquidity,feeCurrency,orderType",
      "2022-04-28 12:36:00,o1,XTZ-USDT,sell,2.5,10,25,0.025,taker,USDT,limit",
    ),
    says: ["2: swap 10 XTZ to 25 USDT fee 0.025 USDT"],
  },
  {
    format: "KuCoin fills of 2019",
    text: file(
      "Time,Pair,Side,FilledPrice,FilledPriceCoin,Amount,AmountCoin,Volume,VolumeCoin,Fee,FeeCoin",
      "2019/05/11 10:27:17,KCS/BTC,Buy,0.00015225,BTC,10.01,KCS,0.00152402,BTC,0.00000152,BTC",
    ),
    says: ["2: swap 0.0015240225 BTC to 10.01 KCS fee 0.00000152 BTC"],
  },
  {
    format: "KuCoin deposits",
    text: file(
      "UID,Account Type,Time(UTC),Coin,Amount,Fee,Hash,Deposit Address,Transfer Network,Status,Remarks",
      "1,main,2024-01-31 14:54:26,TAO,2,0,0x,5F,TAO,SUCCESS,",
    ),
    says: ["2: transfer_in 2 TAO"],
  },
  {
    format: "KuCoin withdrawals",
    text: file(
      "UID,Account Type,Time(UTC),Coin,Amount,Fee,Hash,Withdrawal Address/Account,Transfer Network,Status,Remarks",
      "1,main,2024-01-31 14:54:26,TAO,2,0.1,0x,5F,TAO,SUCCESS,",
      "1,main,2024-01-31 14:54:26,TAO,2,0.1,0x,5F,TAO,FAILURE,",
    ),
    says: ["2: transfer_out 2 TAO fee 0.1 TAO", "3: skipped, it was not completed"],
  },
  {
    format: "KuCoin account history",
    text: file(
      "UID,Account Type,Currency,Side,Amount,Fee,Time(UTC),Remark,Type",
      "1,main,KCS,Deposit,0.1,0,2024-01-31 14:54:26,Staking Rewards,Rewards",
      "1,main,USDT,Withdrawal,10,0,2024-01-31 14:54:26,Spot,Trade",
    ),
    says: ["2: staking 0.1 KCS", "3: skipped, trades, deposits and withdrawals come from KuCoin's files of their own"],
  },
  {
    format: "Crypto.com app",
    text: `\uFEFF${file(
      CRYPTO_COM,
      "2020-07-31 15:37:07,MCO -> ETH,MCO,-12.32,ETH,0.14,EUR,42.13,49.88,crypto_exchange,",
      "2020-07-30 15:37:07,Buy MCO,MCO,50.0,,,EUR,176.05,208.46,crypto_purchase,",
      "2020-07-29 15:37:07,Sell CRO,CRO,-50.0,EUR,5,EUR,5,6,crypto_viban_exchange,",
      "2020-07-28 04:45:34,Crypto Earn,ETH,0.0006,,,EUR,0.19,0.22,crypto_earn_interest_paid,",
      "2020-07-27 04:45:34,Crypto Earn Deposit,ETH,-1,,,EUR,200,230,crypto_earn_program_created,",
      "2020-07-26 09:25:14,Convert Dust,UNI,-1,,,EUR,-6,-7,dust_conversion_debited,",
      "2020-07-26 09:25:14,Convert Dust,LINK,-1,,,EUR,-2,-3,dust_conversion_debited,",
      "2020-07-26 09:25:14,Convert Dust,CRO,80,,,EUR,8,10,dust_conversion_credited,",
      "2020-07-25 17:10:25,Withdraw DAI,DAI,-115,,,EUR,-98.37,-116.8,crypto_withdrawal,",
      "2020-07-24 17:10:25,Card Cashback,CRO,5,,,EUR,0.5,0.6,referral_card_cashback,",
      "2020-07-23 17:10:25,Swap,MCO,-10,,,EUR,50,60,dynamic_coin_swap_debited,",
      "2020-07-23 17:10:25,Swap,CRO,300,,,EUR,50,60,dynamic_coin_swap_credited,",
    )}`,
    says: [
      "2: swap 12.32 MCO to 0.14 ETH for 42.13 EUR",
      "3: buy 50 MCO for 176.05 EUR",
      "4: sell 50 CRO for 5 EUR",
      "5: interest 0.0006 ETH for 0.19 EUR",
      "6: skipped, a move inside Crypto.com",
      "7: swap 1 UNI to 60 CRO for 6 EUR",
      "7: swap 1 LINK to 20 CRO for 2 EUR",
      "10: transfer_out 115 DAI for 98.37 EUR",
      "11: other 5 CRO for 0.5 EUR",
      "12: migration 10 MCO to 300 CRO",
    ],
  },
  {
    format: "Crypto.com Exchange trades",
    text: file(
      "Order ID,Trade ID,Time (UTC),Symbol,Side,Trade Price,Trade Amount,Volume of Business,Fee,Fee Currency",
      "1,2,2024-01-01 10:00:00,CRO_USDT,BUY,0.1,100,10,0.01,CRO",
    ),
    says: ["2: swap 10 USDT to 100 CRO fee 0.01 CRO"],
  },
  {
    format: "Bybit unified account log",
    text: file(
      "UID: 12345",
      BYBIT,
      "USDT,ADAUSDT,TRADE,BUY,389,389,0.78,0,-0.13,0,-0.13,290,OPEN,o2,t2,2026-06-01 10:00:00.000",
      "TAO,TAOUSDT,TRADE,BUY,10,0,2,0,0,10,10,10,--,o5,x5,2026-01-10 10:00:00.000",
      "USDT,TAOUSDT,TRADE,BUY,-20,0,2,0,-0.02,-20,-20.02,980,--,o5,x5,2026-01-10 10:00:00.000",
      "USDT,,INTEREST,--,0,0,0,0,0,-0.004,-0.004,-40,--,,,2026-01-11 11:00:00.000",
      "TAO,,TRANSFER_OUT,--,0,0,0,0,0,-1,-1,9,--,,,2026-01-12 11:00:00.000",
    ),
    says: [
      "3: skipped, contracts, which are not kept here",
      "4: swap 20 USDT to 10 TAO fee 0.02 USDT",
      "6: fee 0.004 USDT",
      "7: transfer_out 1 TAO",
    ],
  },
  {
    format: "Bybit deposits and withdrawals",
    text: file(
      "Date & Time(UTC),Coin,QTY,Type,Account Balance,Description",
      "2023-01-01 10:00:00,BTC,0.5,Deposit,0.5,",
      "2023-01-02 10:00:00,BTC,-0.2,Withdrawal,0.3,",
      "2023-01-03 10:00:00,BTC,-0.1,Transfer to Derivatives Account,0.2,",
    ),
    says: ["2: transfer_in 0.5 BTC", "3: transfer_out 0.2 BTC", "4: skipped, a move inside Bybit"],
  },
  {
    format: "OKX trading history",
    text: `\uFEFF${file(
      "UID:1,Account Type:Trading,Time Zone:UTC+8",
      OKX,
      "5,1,2026-05-11 21:35:20,Spot,BTC-USDT,Buy,0.001647,BTC,80904.4,0,-0.0000017,BTC,0,0,0.0016453,0.0018980,BTC",
      "6,1,2026-05-11 21:35:20,Spot,BTC-USDT,Sell,133.25,USDT,80904.4,0,0,USDT,0,0,-133.25,1000,USDT",
      "7,2,2026-05-11 21:37:10,Transfer,,Transfer out,0,cont,0,0,0,BTC,0,0,-0.0502876,0,BTC",
    )}`,
    says: ["3: swap 133.25 USDT to 0.001647 BTC fee 0.0000017 BTC", "5: skipped, a move inside OKX"],
  },
  {
    format: "OKX funding account history",
    text: file(
      "id,Time,Type,Amount,Before Balance,After Balance,Fee,Symbol",
      "1,2024-05-11 21:35:20,Deposit,5,0,5,0,TAO",
      "2,2024-05-12 21:35:20,Withdrawal,-2,5,3,-0.1,TAO",
      "3,2024-05-13 21:35:20,Staking Yield,0.1,3,3.1,0,TAO",
      "4,2024-05-14 21:35:20,To unified trading account,-1,3,2,0,TAO",
    ),
    says: [
      "2: transfer_in 5 TAO",
      "3: transfer_out 2 TAO fee 0.1 TAO",
      "4: staking 0.1 TAO",
      "5: skipped, a move inside OKX",
    ],
  },
  {
    format: "Gemini transactions",
    text: file(
      GEMINI,
      "2018-02-16,19:41:00.164,Credit,BTC,Deposit (BTC),,,,,$0.00 ,0.4995 BTC ,0.0 BTC ,0.4995 BTC ,,,,,,,8c,19,7,,",
      "2018-02-19,14:10:10.846,Sell,BTCUSD,Limit,Taker,25.00 ,$766.12 ,($1.92),$764.20 ,(0.07 BTC),,0.4295 BTC ,3,4,2018-02-19,14:10:10.846,,,,,,,",
      "2018-02-19,14:10:46.965,Debit,USD,Withdrawal (ACH Transfer),,,($500.00),$0.00 ,$264.20 ,,,0.4295 BTC ,,,,,,,,,,,",
    ),
    says: [
      "2: transfer_in 0.4995 BTC",
      "3: sell 0.07 BTC for 766.12 USD fee 1.92 USD",
      "4: skipped, money, not a coin",
    ],
  },
  {
    format: "Koinly",
    text: file(
      KOINLY,
      "2026-03-02 09:00:00,1000,EUR,0.03,BTC,1,EUR,,,,,",
      "2026-04-01 10:00:00,0.01,BTC,,,,,,,,,",
      "2026-04-11 10:00:00,,,0.0099,BTC,,,700,USD,staking,from the pool,",
      "2026-04-12 10:00:00,5,TAO,,,,,,,lost,,",
      "2026-04-13 10:00:00,5,TAO,,,,,,,loan repayment,,",
      "2026-04-14 10:00:00,-5,TAO,,,,,,,,,",
      "2026-04-15 10:00:00,,,,,,,,,,,",
    ),
    says: [
      "2: buy 0.03 BTC for 1000 EUR fee 1 EUR",
      "3: transfer_out 0.01 BTC",
      "4: staking 0.0099 BTC for 700 USD",
      "5: loss 5 TAO",
      "6: skipped, a loan, margin or a pool, which are not kept here",
      "7: refused, a quantity is below zero",
      "8: refused, nothing came and nothing left",
    ],
  },
  {
    format: "CoinTracking",
    text: file(
      COINTRACKING,
      '"Trade","0.05772716","ETH","10.99000000","EUR","0.02","EUR","Coinbase","","","24.08.2019 23:01:59"',
      '"Deposit","5.00000000","XMR","-","","","","Poloniex","","","15.08.2019 05:57:04"',
      '"Withdrawal","-","","0.05770427","ETH","0.0001","ETH","Coinbase","","","25.08.2019 09:42:35"',
      '"Staking","1.00000000","AXS","","","","","Binance","","","05.01.2022 12:38:00"',
      '"Trade","1","ETH","10","EUR","","","Coinbase","","","08/24/2019 23:01"',
      '"Trade","1,5","ETH","10","EUR","","","Coinbase","","","24.08.2019 23:01"',
    ),
    says: [
      "2: buy 0.05772716 ETH for 10.99 EUR fee 0.02 EUR",
      "3: transfer_in 5 XMR",
      "4: transfer_out 0.05770427 ETH fee 0.0001 ETH",
      "5: staking 1 AXS",
      '6: refused, nobody can tell day and month apart in "08/24/2019 23:01"; export with dates as 2026-03-01',
      '7: refused, "1,5" is not a number that can be read for certain',
    ],
  },
];

describe("each format", () => {
  for (const { format, text, says } of CASES)
    test(`${format}: every kind of row`, async () => {
      expect(await read(text)).toMatchObject({ kind: "read", format, end: { kind: "all" } });
      expect(await told(text)).toEqual(says);
      // As spreadsheets save it again.
      expect(await told(`\uFEFF${text.replaceAll("\n", "\r\n")}\r\n`.replace("\uFEFF\uFEFF", "\uFEFF"))).toEqual(says);
    });

  test("the zone of a file is that of its times", async () => {
    const [kucoin] = await drafts(CASES.find(({ format }) => format === "KuCoin spot orders")?.text ?? "");
    expect(kucoin).toMatchObject({ entry: { at: Date.UTC(2024, 0, 31, 13, 55, 54) } });
    const [okx] = await drafts(CASES.find(({ format }) => format === "OKX trading history")?.text ?? "");
    expect(okx).toMatchObject({ entry: { at: Date.UTC(2026, 4, 11, 13, 35, 20) } });
  });

  test("newest first or oldest first, the same is read", async () => {
    const sort = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replace(/^\d+/, "")).sort();
    const { text, says } = CASES.find(({ format }) => format === "Kraken ledgers") ?? { text: "", says: [] };
    const [head = "", ...rows] = text.split("\n");
    expect(sort(await told(file(head, ...rows.reverse())))).toEqual(sort(says));
  });

  test("semicolons and tabs will do", async () => {
    const rows = file(
      "Date;Sent Amount;Sent Currency;Received Amount;Received Currency;Fee Amount;Fee Currency;Label",
      "2026-03-02 09:00:00;1000;EUR;0.03;BTC;;;",
    );
    expect(await told(rows)).toEqual(["2: buy 0.03 BTC for 1000 EUR"]);
    expect(await told(rows.replaceAll(";", "\t"))).toEqual(["2: buy 0.03 BTC for 1000 EUR"]);
  });
});

describe("row keys", () => {
  const row = "1,2020-11-02 09:36:13,Spot,Simple Earn Flexible Interest,USDT,0.2,";
  const keys = async (...rows: readonly string[]) => (await drafts(file(BINANCE, ...rows))).map(({ rowKey }) => rowKey);

  test("two equal rows of one file are two, the same row of another file is the same", async () => {
    const [one, two] = await keys(row, row);
    expect(one).not.toBe(two);
    expect(await keys(row)).toEqual([one]);
    expect(await keys(row.replace("0.2", "0.3"), row)).toContain(one);
  });

  test("rows that belong together have one key in whatever order they stand", async () => {
    const trade = ["1,2020-10-28 22:04:00,Spot,Buy,ZRX,30.0,", "1,2020-10-28 22:04:00,Spot,Sell,ETH,-0.03,"];
    expect(await keys(...trade)).toEqual(await keys(...trade.reverse()));
  });
});

describe("hostile files", () => {
  const KNOWN = file(KOINLY, "2026-03-02 09:00:00,1000,EUR,0.03,BTC,,,,,,,");

  test.each([
    ["empty", ""],
    ["words", "hello there\nthis is no table\n"],
    ["another table", "name,age,town\nann,3,x\n"],
    ["JSON", '[{"a":1},{"b":2}]'],
    ["HTML", "<!doctype html><table><tr><td>1,2,3</td></tr></table>"],
    ["separators only", ",,,,,,\n;;;;;;\n"],
    ["one endless line", "x,".repeat(200_000)],
  ])("%s is no format", async (_name, text) => {
    expect((await read(text)).kind).toBe("unknown");
  });

  test("a header alone is a file without rows", async () => {
    expect(await read(KOINLY)).toMatchObject({ kind: "read", rows: 0, drafts: [] });
  });

  test.each([
    ["NaN", "NaN"],
    ["infinity", "Infinity"],
    ["hexadecimal", "0x10"],
    ["a megabyte of digits", "9".repeat(20_000)],
    ["a formula", "=1+1"],
    ["a decimal comma", '"0,03"'],
    ["more than there is of anything", "1e30"],
    ["zero", "0.0000000000000000000001"],
  ])("%s is no quantity", async (_name, quantity) => {
    const [draft] = await drafts(file(KOINLY, `2026-03-02 09:00:00,1000,EUR,${quantity},BTC,,,,,,,`));
    expect(draft?.kind).toBe("refused");
  });

  test.each([
    "1970-01-01 00:00:00",
    "2999-01-01 00:00:00",
    "2026-02-30 00:00:00",
    "2026-01-01 25:00:00",
    "yesterday",
    "",
  ])("%s is no date of an entry", async (date) => {
    const [draft] = await drafts(file(KOINLY, `${date},1000,EUR,0.03,BTC,,,,,,,`));
    expect(draft?.kind).toBe("refused");
  });

  test("rows of garbage are refused one by one, and the rest is read", async () => {
    const text = file(
      KNOWN,
      "a,b,c",
      `"x`.replace('"', ""),
      "2026-03-02 09:00:00,1,<b>x</b>,2,BTC,,,,,,,",
      KNOWN.split("\n")[1] ?? "",
      "1,2,3,4,5,6,7,8,9,10,11,12,13,14",
    );
    const all = await drafts(text);
    expect(all.map(({ kind }) => kind)).toEqual(["entry", "refused", "refused", "refused", "entry", "refused"]);
  });

  test("a quotation that never ends takes nothing down", async () => {
    const found = await read(file(KNOWN, `"${"never ".repeat(30_000)}`));
    expect(found).toMatchObject({ kind: "read", rows: 1 });
  });

  test("a hundred thousand rows and no more are read", async () => {
    const row = "2026-03-02 09:00:00,,,0.03,BTC,,,,,,,\n";
    const found = await read(`${KOINLY}\n${row.repeat(100_050)}`);
    expect(found).toMatchObject({ kind: "read", rows: 100_000, end: { kind: "too_many" } });
  }, 60_000);
});
