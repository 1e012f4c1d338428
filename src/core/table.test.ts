import fc from "fast-check";
import { expect, test } from "vitest";
import { TABLE_WIDTH, tableText } from "./table.ts";

const columns = [
  { label: "Name", align: "left" },
  { label: "Price", align: "right" },
  { label: "24 h", align: "right" },
] as const;

test("figures stand under each other and a long name gives way, not a figure", () => {
  const table = tableText({
    kind: "table",
    columns,
    rows: [
      ["Bitcoin", "$67,123.46", "+1.23%"],
      ["Artificial Superintelligence Alliance", "$0.4512", "-12.40%"],
    ],
  });
  expect(table).toMatchInlineSnapshot(`
    "Name                 Price    24 h
    Bitcoin         $67,123.46  +1.23%
    Artificial Sup…    $0.4512 -12.40%"
  `);
});

test("no line is wider than a phone shows, and every figure is whole", () => {
  const figure = fc.stringMatching(/^[$+-][0-9,.]{1,10}$/);
  const row = fc.tuple(fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 60 }), figure, figure);
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 10 }), (rows) => {
      const shown = tableText({ kind: "table", columns, rows });
      for (const line of shown.split("\n").slice(1)) expect(line.length).toBeLessThanOrEqual(TABLE_WIDTH);
      for (const [, price, change] of rows) {
        expect(shown).toContain(price);
        expect(shown).toContain(change);
      }
    }),
  );
});

test("figures too wide for one line become a line each", () => {
  const shown = tableText({ kind: "table", columns, rows: [["Coin", "$123,456,789,012.34", "+1,234,567.89%"]] });
  expect(shown).toBe("Coin\n  Price: $123,456,789,012.34\n  24 h: +1,234,567.89%");
});

test("a name that is cut ends in no blank, and signs that are two columns wide count as two", () => {
  const shown = (name: string): string =>
    tableText({ kind: "table", columns: columns.slice(0, 2), rows: [[name, "$1"]] }, 12)
      .split("\n")
      .at(-1) ?? "";
  expect(shown("abcd efgh")).toBe("abcd…     $1");
  expect(shown("比特币比特币")).toBe("比特…     $1");
});

test("three columns for names are few, fewer make lines of the rows", () => {
  const table = { kind: "table", columns: columns.slice(0, 2), rows: [["Bitcoin", "$67,123.46"]] } as const;
  expect(tableText(table, 14)).toBe("Na…      Price\nBi… $67,123.46");
  expect(tableText(table, 13)).toBe("Bitcoin\n  Price: $67,123.46");
});

test("a row with fewer cells than columns has gaps, and one with more says them without a name", () => {
  expect(tableText({ kind: "table", columns, rows: [["A"], ["B", "$1", "+1%"]] })).toBe(
    "Name Price 24 h\nA\nB       $1  +1%",
  );
  expect(tableText({ kind: "table", columns, rows: [[], ["B", "1".repeat(40), "+1%", "more"]] })).toBe(
    `\nB\n  Price: ${"1".repeat(40)}\n  24 h: +1%\n  : more`,
  );
});
