import fc from "fast-check";
import { expect, test } from "vitest";
import type { Span } from "./reply.ts";
import { splitSpans, splitText } from "./split.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 400 }),
  fc
    .array(fc.constantFrom("word ", "line\n", "para\n\n", "End. ", "👩‍🚀", "é", "𝟙", "0.00001234"), { maxLength: 80 })
    .map((parts) => parts.join("")),
);
const limit = fc.integer({ min: 2, max: 60 });
const joined = (spans: readonly Span[]): string => spans.map((span) => span.text).join("");
const isWhole = (part: string): boolean => !/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(part);

test("the parts joined are the text again, none is over the limit or empty, and no character is cut in half", () => {
  fc.assert(
    fc.property(text, limit, (whole, most) => {
      const parts = splitText(whole, most);
      expect(parts.join("")).toBe(whole);
      for (const part of parts) {
        expect(part.length).toBeGreaterThan(0);
        expect(part.length).toBeLessThanOrEqual(most);
        expect(isWhole(part)).toBe(true);
      }
    }),
  );
});

test("styled text is cut where the plain text is, and each piece keeps its style and link", () => {
  const span = fc.record({
    text: fc.string({ unit: "grapheme", maxLength: 60 }),
    style: fc.constantFrom("bold", "italic", "code"),
  });
  fc.assert(
    fc.property(fc.array(span, { maxLength: 12 }), limit, (spans: readonly Span[], most) => {
      const parts = splitSpans(spans, most);
      expect(parts.map(joined)).toEqual(splitText(joined(spans), most));
      const styled = (each: readonly Span[]) =>
        each.flatMap(({ text: piece, style }) => piece.split("").map((unit) => [unit, style]));
      expect(parts.flatMap(styled)).toEqual(styled(spans));
    }),
  );
});

test.each([
  ["at a paragraph", "One paragraph here.\n\nAnother one.", 30, ["One paragraph here.\n\n", "Another one."]],
  ["at a line", "first line here\nsecond line", 20, ["first line here\n", "second line"]],
  ["behind a sentence", "It rose. Then it fell again", 20, ["It rose. Then it ", "fell again"]],
  ["between words, not within a figure", "costs 0.00001234 dollars", 18, ["costs 0.00001234 ", "dollars"]],
  ["at the limit when there is no soft place", "abcdefghij", 4, ["abcd", "efgh", "ij"]],
  ["nothing that fits to the letter", "abcd", 4, ["abcd"]],
  ["not in the first half of what fits, where a part would be short", "ab cdefghij", 8, ["ab cdefg", "hij"]],
  ["not right in the middle either", "abc defghij", 8, ["abc defg", "hij"]],
  ["before a sign made of several characters", "abcd👩‍🚀", 7, ["abcd", "👩‍🚀"]],
  ["before a letter with its accent", "abce\u0301f", 4, ["abc", "e\u0301f"]],
  ["before a sign that is shown in colour", "abc❤\uFE0F", 4, ["abc", "❤\uFE0F"]],
  ["before a pair of units", "abc🚀", 4, ["abc", "🚀"]],
  ["a pair of units only where nothing else fits", "🚀", 2, ["🚀"]],
  ["a sign longer than a part within it, but not within a pair", "👩‍🚀", 3, ["👩‍", "🚀"]],
  ["accents without end at the limit", "e\u0301\u0301\u0301\u0301", 3, ["e\u0301\u0301", "\u0301\u0301"]],
])("cuts %s", (_, whole, most, parts) => {
  expect(splitText(whole, most)).toEqual(parts);
});

test("a span of no letters is none, wherever it stands", () => {
  expect(splitSpans([{ text: "" }, { text: "abcdef", style: "bold" }, { text: "" }, { text: "gh" }], 4)).toEqual([
    [{ text: "abcd", style: "bold" }],
    [{ text: "ef", style: "bold" }, { text: "gh" }],
  ]);
  expect(splitSpans([{ text: "" }], 4)).toEqual([]);
});
