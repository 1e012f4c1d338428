import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanLine, cleanText } from "./clean.ts";
import { markdown } from "./markdown.ts";
import { nearest } from "./nearest.ts";

test("a name from outside is one line without invisible or direction-changing characters", () => {
  expect(cleanLine("Evil\u202Egnp.exe\u0000\n\tCoin\u200B", 40)).toBe("Evilgnp.exe Coin");
  expect(cleanLine("ﬁne Ⅸ", 40)).toBe("fine IX");
  expect(cleanLine("\u{E0041}\u{E0042}ok", 40)).toBe("ok");
});

test("a long name is cut with a mark, by code points", () => {
  expect(cleanLine("🚀".repeat(50), 5)).toBe("🚀🚀🚀🚀…");
  expect(cleanLine("exactly", 7)).toBe("exactly");
  expect(cleanLine("one two three", 5)).toBe("one…");
  expect(cleanLine("  a name \t of\r\nthree  lines ", 40)).toBe("a name of three lines");
});

test("what a person writes keeps its lines, whatever ends them, and nothing invisible", () => {
  expect(cleanText(" first\r\nsecond\rthird\n\nlast\u200B \n")).toBe("first\nsecond\nthird\n\nlast");
  expect(cleanText("a\tb\u202Ec\u0000d")).toBe("a\tbcd");
});

test.each([
  ["a line that was cut", "¡\t!¡", 3],
  ["what grows together once something invisible is gone", "a\u200B\u0301b", 10],
  ["dots of a line that was cut before", "Bitcoin…", 10],
])("cleaning again changes nothing: %s", (_what, raw, limit) => {
  const once = cleanLine(raw, limit);
  expect(cleanLine(once, limit)).toBe(once);
  expect([...once].length).toBeLessThanOrEqual(limit);
});

test("cleaning twice is cleaning once", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 80 }), fc.integer({ min: 1, max: 60 }), (raw, limit) => {
      const once = cleanLine(raw, limit);
      expect(cleanLine(once, limit)).toBe(once);
      expect(cleanText(cleanText(raw))).toBe(cleanText(raw));
    }),
  );
});

test("a model's Markdown becomes styled text", () => {
  const { spans } = markdown("## Result\n**TAO** is at `$310`, _about_ [here](https://example.com/a).\n- one\n* two");
  expect(spans).toEqual([
    { text: "Result", style: "bold" },
    { text: "\n" },
    { text: "TAO", style: "bold" },
    { text: " is at " },
    { text: "$310", style: "code" },
    { text: ", " },
    { text: "about", style: "italic" },
    { text: " " },
    { text: "here", link: "https://example.com/a" },
    { text: ".\n• one\n• two" },
  ]);
});

test("only http links are links, and words with underscores are words", () => {
  const { spans } = markdown("[x](javascript:alert(1)) snake_case_name 2*3*4");
  expect(spans).toEqual([{ text: "[x](javascript:alert(1)) snake_case_name 2*3*4" }]);
});

test("a slip of the finger finds the word that was meant", () => {
  const known = ["price", "convert", "help", "about"];
  expect(nearest("pirce", known)).toBe("price");
  expect(nearest("CONVRT", known)).toBe("convert");
  expect(nearest("halp", known)).toBe("help");
  expect(nearest("portfolio", known)).toBeUndefined();
});
