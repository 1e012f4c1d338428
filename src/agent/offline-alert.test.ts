import { alertWish } from "./offline-alert.ts";
import { decide } from "./offline-rules.ts";
import { describe, expect, test } from "vitest";

const FIELDS = ["kind", "coin", "is", "value", "currency", "window", "project"];

describe("a wish to be told", () => {
  test.each([
    ["tell me when TAO is above 400", { kind: "price", coin: "TAO", is: "above", value: "400" }],
    [
      "Let me know if the price of render network drops below $2.50.",
      { kind: "price", coin: "render network", is: "below", value: "2.50", currency: "$" },
    ],
    [
      "please notify me once $tao goes over 400 eur!",
      { kind: "price", coin: "tao", is: "above", value: "400", currency: "eur" },
    ],
    [
      "alert me when TAO moves more than 5% in an hour",
      { kind: "change", coin: "TAO", is: "either", value: "5%", window: "1 hour" },
    ],
    [
      "ping me if near falls by 10 percent within 24 hours",
      { kind: "change", coin: "near", is: "down", value: "10%", window: "24 hours" },
    ],
    ["tell me when there is news about Bittensor", { kind: "news", project: "Bittensor" }],
  ])("%s: is proposed", (question, args) => {
    expect(alertWish(question)).toEqual(args);
    const step = decide(
      question,
      new Map([
        ["alert_add", FIELDS],
        ["price", ["assets"]],
      ]),
    );
    expect(step).toEqual({ kind: "call", call: { name: "alert_add", args } });
  });

  test.each([
    "tell me when TAO was above 400 last year and why",
    "tell me a joke",
    "is TAO above 400?",
    "when is TAO above 400",
  ])("%s: is none", (question) => {
    expect(alertWish(question)).toBeUndefined();
  });

  test("is not proposed where alerts are not offered, as in a group", () => {
    const step = decide("tell me when TAO is above 400", new Map([["price", ["assets"]]]));
    expect(step).not.toMatchObject({ call: { name: "alert_add" } });
  });
});
