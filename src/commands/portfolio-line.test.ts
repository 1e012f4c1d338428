import { describe, expect, test } from "vitest";
import { readDate } from "./portfolio-date.ts";
import { readEditLine } from "./portfolio-edit-line.ts";
import { readPortfolioLine } from "./portfolio-line.ts";

describe("a typed entry", () => {
  test.each([
    [
      "buy 2.5 TAO at 310 usd on 2026-03-01 fee 1 usd",
      { kind: "buy", quantity: "2.5", coin: "TAO", price: "310 usd", date: "2026-03-01", fee: "1 usd" },
    ],
    ["sell 1 TAO at 400", { kind: "sell", quantity: "1", coin: "TAO", price: "400" }],
    ["buy 2.5 TAO at 310 each", { kind: "buy", quantity: "2.5", coin: "TAO", price: "310" }],
    ["buy 2.5 TAO for 775 usd total", { kind: "buy", quantity: "2.5", coin: "TAO", total: "775 usd" }],
    ["buy 2.5 TAO at 775 usd total", { kind: "buy", quantity: "2.5", coin: "TAO", total: "775 usd" }],
    ["swap 2 ETH for 1000 TAO", { kind: "swap", quantity: "2", coin: "ETH", to_quantity: "1000", to_coin: "TAO" }],
    ["swap 2ETH -> 1000TAO", { kind: "swap", quantity: "2", coin: "ETH", to_quantity: "1000", to_coin: "TAO" }],
    ["transfer in 3 TAO from Kraken", { kind: "transfer in", quantity: "3", coin: "TAO", from: "Kraken" }],
    ["transfer_out 3 TAO to my Ledger", { kind: "transfer out", quantity: "3", coin: "TAO", to: "my Ledger" }],
    [
      "transfer 3 TAO from Kraken to Ledger",
      { kind: "transfer", quantity: "3", coin: "TAO", from: "Kraken", to: "Ledger" },
    ],
    ["income 0.1 TAO staking", { kind: "staking", quantity: "0.1", coin: "TAO" }],
    ["fee 0.01 ETH", { kind: "fee", quantity: "0.01", coin: "ETH" }],
    ["migrate 1200 AI16Z", { kind: "migrate", quantity: "1200", coin: "AI16Z" }],
    [
      "migrate 1200 AI16Z to 200 ELIZAOS",
      { kind: "migrate", quantity: "1200", coin: "AI16Z", to_quantity: "200", to_coin: "ELIZAOS" },
    ],
    ["lost 1 ETH yesterday", { kind: "lost", quantity: "1", coin: "ETH", date: "yesterday" }],
    ["buy 1 TAO at 310 3 days ago", { kind: "buy", quantity: "1", coin: "TAO", price: "310", date: "3 days ago" }],
    ["buy 1 TAO 2026-03-01 14:30", { kind: "buy", quantity: "1", coin: "TAO", date: "2026-03-01 14:30" }],
    ["buy 1 TAO on Kraken", { kind: "buy", quantity: "1", coin: "TAO", account: "Kraken" }],
    ["buy 1 render network at 2", { kind: "buy", quantity: "1", coin: "render network", price: "2" }],
    ['buy 1 "at" at 2', { kind: "buy", quantity: "1", coin: "at", price: "2" }],
    [
      "buy 1 TAO at 2 note for the fee of Ann",
      { kind: "buy", quantity: "1", coin: "TAO", price: "2", note: "for the fee of Ann" },
    ],
    ["buy 1 TAO price:2 date:2026-03-01", { kind: "buy", quantity: "1", coin: "TAO", price: "2", date: "2026-03-01" }],
    ["buy 2.5TAO@310", { kind: "buy", quantity: "2.5", coin: "TAO", price: "310" }],
    ["buy 2.5 tao for 310 per coin", { kind: "buy", quantity: "2.5", coin: "tao", price: "310" }],
    ["buy 2.5 tao for 310/token", { kind: "buy", quantity: "2.5", coin: "tao", price: "310" }],
    ["buy $500 of TAO", { kind: "buy", quantity: "$500", coin: "TAO" }],
    ["buy 500 usd of TAO at 250", { kind: "buy", quantity: "500 usd", coin: "TAO", price: "250" }],
    ["buy 500 eur worth of render network", { kind: "buy", quantity: "500 eur", coin: "render network" }],
    ["buy TAO for $500", { kind: "buy", quantity: "$500", coin: "TAO" }],
    ["buy TAO", { kind: "buy", quantity: "?", coin: "TAO" }],
    ["buy TAO for 500", { kind: "buy", quantity: "¤500", coin: "TAO" }],
    ["sell all my TAO @ 400", { kind: "sell", quantity: "all", coin: "TAO", price: "400" }],
    ["sell 25% of TAO", { kind: "sell", quantity: "25%", coin: "TAO" }],
    ["sell 1 TAO to 0.2 ETH", { kind: "sell", quantity: "1", coin: "TAO", total: "0.2 ETH" }],
    ["I bought 1 TAO with 7 ETH", { kind: "buy", quantity: "1", coin: "TAO", total: "7 ETH" }],
    ["convert 1 eth => 7 tao", { kind: "swap", quantity: "1", coin: "eth", to_quantity: "7", to_coin: "tao" }],
    ["staking rewards 0.1 TAO", { kind: "staking", quantity: "0.1", coin: "TAO" }],
    ["income airdrop 500 ELIZAOS", { kind: "airdrop", quantity: "500", coin: "ELIZAOS" }],
    ["gift 1 TAO to Ann", { kind: "gift out", quantity: "1", coin: "TAO", to: "Ann" }],
    ["gift 1 TAO from Ann", { kind: "gift in", quantity: "1", coin: "TAO", from: "Ann" }],
    ["buy 1 TAO at 310 with a fee of 1 usd", { kind: "buy", quantity: "1", coin: "TAO", price: "310", fee: "1 usd" }],
    [
      "buy 1 TAO at 310, fee 1, on Kraken yesterday",
      { kind: "buy", quantity: "1", coin: "TAO", price: "310", fee: "1", account: "Kraken", date: "yesterday" },
    ],
    [
      "buy 1 TAO on Kraken on 2026-01-02 at 310",
      { kind: "buy", quantity: "1", coin: "TAO", price: "310", account: "Kraken", date: "2026-01-02" },
    ],
    ["buy 1 TAO on 1inch", { kind: "buy", quantity: "1", coin: "TAO", account: "1inch" }],
    ["buy 1 TAO on monday", { kind: "buy", quantity: "1", coin: "TAO", date: "monday" }],
    ["buy 1 TAO at 310 feb 1", { kind: "buy", quantity: "1", coin: "TAO", price: "310", date: "feb 1" }],
    ["buy 10 MAY", { kind: "buy", quantity: "10", coin: "MAY" }],
    ["buy 1 TAO note me@310, fee of all", { kind: "buy", quantity: "1", coin: "TAO", note: "me@310, fee of all" }],
    ["BUY 1 TAO AT 2", { kind: "buy", quantity: "1", coin: "TAO", price: "2" }],
    ["", {}],
  ])("%s", (line, fields) => {
    expect(readPortfolioLine(line)).toEqual(fields);
  });
});

describe("a typed change", () => {
  test.each([
    ["12 price:320 date:2026-03-02", { number: "12", price: "320", date: "2026-03-02" }],
    ["#12 price: 320 eur date:2026-03-02 14:30", { number: "12", price: "320 eur", date: "2026-03-02 14:30" }],
    ["12 at 320 usd on 2026-03-02", { number: "12", price: "320 usd", date: "2026-03-02" }],
    ['12 note:"my own: words"', { number: "12", note: "my own: words" }],
    ["", {}],
  ])("%s", (line, fields) => {
    expect(readEditLine(line)).toEqual(fields);
  });
});

describe("a date", () => {
  const now = Date.UTC(2026, 2, 1, 15, 30);

  test.each([
    ["2026-02-01", Date.UTC(2026, 1, 1, 12)],
    ["2026/2/1", Date.UTC(2026, 1, 1, 12)],
    ["2026-02-01 14:30", Date.UTC(2026, 1, 1, 14, 30)],
    ["2026-02-01T14:30:15Z", Date.UTC(2026, 1, 1, 14, 30, 15)],
    ["today", Date.UTC(2026, 2, 1, 12)],
    ["yesterday", Date.UTC(2026, 1, 28, 12)],
    ["yesterday 09:05", Date.UTC(2026, 1, 28, 9, 5)],
    ["3 days ago", Date.UTC(2026, 1, 26, 12)],
    ["a week ago", Date.UTC(2026, 1, 22, 12)],
    ["2 h ago", Date.UTC(2026, 2, 1, 13, 30)],
    ["1 February 2026", Date.UTC(2026, 1, 1, 12)],
    ["Feb 1, 2026", Date.UTC(2026, 1, 1, 12)],
    ["feb 1st", Date.UTC(2026, 1, 1, 12)],
    ["1st of february", Date.UTC(2026, 1, 1, 12)],
    ["December 24", Date.UTC(2025, 11, 24, 12)],
    ["2026-02-01 at 14:30", Date.UTC(2026, 1, 1, 14, 30)],
    ["2026-02-01T14:30:15+02:00", Date.UTC(2026, 1, 1, 12, 30, 15)],
    ["2026-02-01T23:30-0500", Date.UTC(2026, 1, 2, 4, 30)],
    ["now", now],
  ])("%s is read", (typed, at) => {
    expect(readDate(typed, { now, zone: "UTC" })?.at).toBe(at);
  });

  test.each([
    "03/04/2026",
    "2026-02-30",
    "2026-13-01",
    "2026-02-01 25:00",
    "soon",
    "feb 30",
    "monday",
    "1 märz 2026",
    "",
    "1e9 days ago",
  ])("%s is none", (typed) => expect(readDate(typed, { now, zone: "UTC" })).toBeUndefined());

  test("is the person's own day, and today's noon is never one to come", () => {
    const early = Date.UTC(2026, 2, 1, 1);
    expect(readDate("today", { now: early, zone: "UTC" })?.at).toBe(early);
    expect(readDate("today", { now: early, zone: "America/New_York" })?.at).toBe(Date.UTC(2026, 1, 28, 17));
    expect(readDate("2026-02-01 09:30", { now, zone: "Asia/Tokyo" })?.at).toBe(Date.UTC(2026, 1, 1, 0, 30));
    expect(readDate("2026-02-01 09:30 UTC", { now, zone: "Asia/Tokyo" })?.at).toBe(Date.UTC(2026, 1, 1, 9, 30));
  });
});
