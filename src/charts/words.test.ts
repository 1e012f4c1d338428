import { createRequire } from "node:module";
import fc from "fast-check";
import { expect, test } from "vitest";
import { charactersOf } from "../../tests/support/font.ts";
import { drawable, fit, textWidth } from "./words.ts";

const require = createRequire(import.meta.url);
const fonts = ["400Regular/Roboto_400Regular.ttf", "500Medium/Roboto_500Medium.ttf"].map((path) =>
  charactersOf(require.resolve(`@expo-google-fonts/roboto/${path}`)),
);

test.each([
  ["Bittensor (TAO)", "Bittensor (TAO)"],
  ["  two \n lines\t", "two lines"],
  ["Ελλάδα, Россия, Việt Nam", "Ελλάδα, Россия, Việt Nam"],
  ["币安人生 (BIANRENSHENG) 🚀", "(BIANRENSHENG)"],
  ["币安人生", "Series 1"],
  ["🚀🚀🚀", "Series 1"],
  ["---", "Series 1"],
  ["", "Series 1"],
  ["\u202Eevil\u0000\uFFFF\uD800", "evil"],
  ["𝕋𝔸𝕆", "TAO"],
])("%j is drawn as %j", (name, shown) => {
  expect(drawable(name, 40, "Series 1")).toBe(shown);
});

test("every character that is kept has a glyph in both weights", () => {
  const kept = Array.from({ length: 0xffff }, (_, code) => code)
    .filter((code) => code > 0x20)
    // Beside a letter, since a name without any gets the fallback.
    .filter((code) => drawable(`a${String.fromCharCode(code)}a`, 9, "") === `a${String.fromCharCode(code)}a`);
  expect(kept.length).toBeGreaterThan(700);
  for (const font of fonts) expect(kept.filter((code) => !font.has(code)).map((code) => code.toString(16))).toEqual([]);
});

test("whatever a name is, what is drawn is short, on one line and not empty", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (name) => {
      const shown = drawable(name, 40, "Series 1");
      expect(shown).toMatch(/^[^\n\r\t]{1,40}$/u);
      expect(textWidth(fit(shown, 26, 150), 26)).toBeLessThanOrEqual(150);
    }),
  );
});

test("what is too wide is cut with a mark", () => {
  expect(fit("Virtuals Protocol", 26, 500)).toBe("Virtuals Protocol");
  expect(fit("Virtuals Protocol", 26, 150)).toMatch(/^Virtuals P?.*…$/);
});
