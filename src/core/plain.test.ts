import { expect, test } from "vitest";
import { plainText } from "./plain.ts";
import { bold, fields, link, rich, text } from "./reply.ts";

test("a reply reads as text from its title to its last line", () => {
  const shown = plainText({
    title: "Bittensor (TAO)",
    blocks: [
      rich(
        bold("$310.20"),
        " at ",
        link("the source", "https://example.com/tao"),
        " ",
        link("x", "javascript:alert(1)"),
      ),
      fields({ "24 h": "+1.2%", Cap: undefined, Rank: "31" }),
      {
        kind: "table",
        columns: [
          { label: "Name", align: "left" },
          { label: "Price", align: "right" },
        ],
        rows: [["TAO", "$310.20"]],
      },
      {
        kind: "chart",
        alt: "TAO rose from $300 to $310 in a day.",
        chart: { kind: "line", title: "TAO", unit: "USD", series: [], source: "test", asOf: 0 },
      },
      { kind: "file", name: "rows.csv", text: "a,b\n1,2" },
    ],
    choices: {
      prompt: "Which one?",
      options: [
        { label: "One", description: "rank 1", command: "echo", input: {} },
        { label: "Two", command: "echo", input: {} },
      ],
    },
    buttons: [{ label: "Refresh", command: "echo", input: {} }],
    footer: "CoinGecko · just now",
  });
  expect(shown).toMatchInlineSnapshot(`
    "Bittensor (TAO)

    $310.20 at the source (https://example.com/tao) x

    24 h: +1.2%
    Rank: 31

    Name   Price
    TAO  $310.20

    TAO rose from $300 to $310 in a day.

    rows.csv
    a,b
    1,2

    Which one?
    - One: rank 1
    - Two

    CoinGecko · just now"
  `);
});

test("text is given to the letter, and a reply that says nothing is nothing", () => {
  const odd = "**not bold** <b> @everyone \u202E";
  expect(plainText({ blocks: [text(odd)] })).toBe(odd);
  expect(plainText({ blocks: [] })).toBe("");
});

test("where a link leads is told, unless the words say it or it leads nowhere that a reader can go", () => {
  const shown = (words: string, to: string): string => plainText({ blocks: [rich(link(words, to))] });
  expect(shown("docs", "http://example.com/a")).toBe("docs (http://example.com/a)");
  expect(shown("https://example.com/a", "https://example.com/a")).toBe("https://example.com/a");
  expect(shown("here", "tg://resolve?domain=https://a")).toBe("here");
});

test("a title that is empty leaves no gap", () => {
  expect(plainText({ title: "", blocks: [text("a"), text("b")], footer: "" })).toBe("a\n\nb");
});
