import type { AlertNames } from "../alerts/facts.ts";
import type { Condition } from "../alerts/alert.ts";
import { conditionName, conditionWords, sideWords, subjectWords } from "./alert-words.ts";
import { expect, test } from "vitest";

const asset = { kind: "listed", id: "bittensor" } as const;
const tao: AlertNames = { subject: "Bittensor (TAO)" };
const agents: AlertNames = { subject: "Agents layer" };
const mine: AlertNames = { subject: "Your portfolio" };

/** Every kind: as it goes on after "I tell you when", and as a title or a line of a list. */
const ROWS: readonly (readonly [Condition, AlertNames, string, string])[] = [
  [
    { kind: "price", asset, is: "above", threshold: 400, currency: "USD" },
    tao,
    "Bittensor (TAO) is above $400.00",
    "Bittensor (TAO) above $400.00",
  ],
  [
    { kind: "move", asset, direction: "either", fraction: 0.05, windowMs: 3_600_000 },
    tao,
    "Bittensor (TAO) moves by 5% within 1h",
    "Bittensor (TAO) moves 5% in 1h",
  ],
  [
    { kind: "move", asset, direction: "down", fraction: 0.05, windowMs: 3_600_000 },
    tao,
    "Bittensor (TAO) falls by 5% within 1h",
    "Bittensor (TAO) falls 5% in 1h",
  ],
  [
    { kind: "drawdown", of: { asset }, from: "ath", fraction: 0.3 },
    tao,
    "Bittensor (TAO) is 30% below its all-time high",
    "Bittensor (TAO) 30% below its all-time high",
  ],
  [
    { kind: "drawdown", of: { asset }, from: { days: 30 }, fraction: 0.3 },
    tao,
    "Bittensor (TAO) is 30% below its highest close of 30 days",
    "Bittensor (TAO) 30% below its high of 30 days",
  ],
  [
    { kind: "drawdown", of: { layerId: "agents" }, from: { days: 30 }, fraction: 0.2 },
    agents,
    "the Agents layer is 20% below its highest level of 30 days",
    "Agents layer 20% below its high of 30 days",
  ],
  [
    { kind: "volume", asset, is: "above", thresholdUsd: 2e8 },
    tao,
    "Bittensor (TAO) trades more than $200M in 24 hours",
    "Bittensor (TAO) volume above $200M",
  ],
  [
    { kind: "cap", asset, is: "below", thresholdUsd: 2e9 },
    tao,
    "Bittensor (TAO) has a market cap below $2B",
    "Bittensor (TAO) cap below $2B",
  ],
  [
    { kind: "ratio", asset, against: asset, is: "above", threshold: 0.004 },
    { ...tao, against: "Bitcoin (BTC)" },
    "Bittensor (TAO) in Bitcoin (BTC) is above 0.004",
    "Bittensor (TAO) / Bitcoin (BTC) above 0.004",
  ],
  [
    { kind: "portfolio_value", is: "below", threshold: 9000, currency: "EUR" },
    mine,
    "your portfolio is worth less than €9,000.00",
    "Your portfolio below €9,000.00",
  ],
  [
    { kind: "portfolio_day", direction: "either", fraction: 0.05 },
    mine,
    "your portfolio moves by 5% within a day",
    "Your portfolio moves 5% in a day",
  ],
  [
    { kind: "layer_change", layerId: "agents", window: "7d", is: "above", fraction: 0.1 },
    agents,
    "the median change of the Agents layer over 7 days is above +10.00%",
    "Agents layer, 7 days: above +10.00%",
  ],
  [
    { kind: "layer_breadth", layerId: "agents", window: "24h", is: "below", fraction: 0.3 },
    agents,
    "less than 30% of the tokens in the Agents layer are up over 24 hours",
    "Agents layer, tokens up over 24 hours: below 30%",
  ],
  [
    { kind: "layer_rank", layerId: "agents", is: "better", rank: 3 },
    agents,
    "the Agents layer is ranked 3rd or better",
    "Agents layer 3rd or better",
  ],
  [
    { kind: "news", projectId: "bittensor" },
    { subject: "Bittensor" },
    "there is a new story about Bittensor",
    "News of Bittensor",
  ],
  [
    { kind: "rsi", asset, days: 14, is: "below", threshold: 30 },
    tao,
    "Bittensor (TAO) has an RSI of 14 days below 30, by daily closes",
    "Bittensor (TAO) RSI of 14 days below 30, daily closes",
  ],
  [
    { kind: "crossing", asset, average: "sma", fastDays: 50, slowDays: 200, direction: "up" },
    tao,
    "the SMA 50 of Bittensor (TAO) crosses above its SMA 200, by daily closes",
    "Bittensor (TAO) SMA 50 crosses above 200, daily closes",
  ],
  [
    { kind: "range_break", asset, days: 20, direction: "either" },
    tao,
    "Bittensor (TAO) closes out of its range of 20 days",
    "Bittensor (TAO) out of its range of 20 days, daily closes",
  ],
  [
    { kind: "range_break", asset, days: 20, direction: "down" },
    tao,
    "Bittensor (TAO) closes below its low of 20 days",
    "Bittensor (TAO) below its low of 20 days, daily closes",
  ],
];

test.each(ROWS)("%j of %j reads as a sentence", (condition, names, sentence, name) => {
  expect(`I tell you when ${conditionWords(condition, names, "en")}: once.`).toBe(`I tell you when ${sentence}: once.`);
  expect(conditionName(condition, names, "en")).toBe(name);
  const row = [subjectWords(condition, names, "en"), sideWords(condition, "en")].join(" | ");
  expect(row).toContain(names.subject);
  expect(row).not.toMatch(/undefined|NaN/);
});
