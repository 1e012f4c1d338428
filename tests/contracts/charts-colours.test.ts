import { describe, expect, test } from "vitest";
import { heatColor } from "../../src/charts/heat.ts";
import { COLOR, LOOKS, PARTS, STUDY_LOOKS } from "../../src/charts/look.ts";

describe("who sees it", () => {
  /** Relative luminance and contrast of WCAG 2.2. */
  const luminance = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (color: string, ground: string = COLOR.background): number =>
    (luminance(color) + 0.05) / (luminance(ground) + 0.05);

  test("texts and lines stand out from the background", () => {
    const lines = [...LOOKS, ...STUDY_LOOKS].map((look) => look.color);
    for (const color of [COLOR.text, COLOR.muted, ...lines]) expect(contrast(color), color).toBeGreaterThan(7);
    for (const color of PARTS) expect(contrast(color), color).toBeGreaterThan(3);
  });

  test("text can be read on every ground of a heat map", () => {
    const changes = [undefined, ...Array.from({ length: 41 }, (_, index) => (index - 20) / 100)];
    for (const change of changes) {
      const ground = heatColor(change, 0.2);
      expect(contrast(COLOR.text, ground), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("lines over a price differ in their dashes, so colour is not needed", () => {
    expect(new Set(STUDY_LOOKS.map(({ dash }) => String(dash))).size).toBe(STUDY_LOOKS.length);
  });

  test("no two series look alike without colour vision", () => {
    // Seen without red cones, without green cones, and in grey: the matrices of Viénot, Brettel and Mollon (1999).
    const dichromacies = [
      [0.11238, 0.88762, 0, 0.11238, 0.88762, 0, 0.00401, -0.00401, 1],
      [0.29275, 0.70725, 0, 0.29275, 0.70725, 0, -0.02234, 0.02234, 1],
    ];
    const seen = (color: string, matrix: readonly number[]): number[] => {
      const rgb = [1, 3, 5].map((at) => (Number.parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
      return [0, 3, 6].map(
        (row) =>
          Math.max(
            0,
            rgb.reduce((sum, part, column) => sum + part * (matrix[row + column] ?? 0), 0),
          ) **
          (1 / 2.2),
      );
    };
    for (const matrix of dichromacies)
      for (const [index, one] of LOOKS.entries())
        for (const other of LOOKS.slice(index + 1)) {
          if (String(one.dash) !== String(other.dash)) continue;
          const [a, b] = [seen(one.color, matrix), seen(other.color, matrix)];
          const distance = Math.hypot(...a.map((part, at) => part - (b[at] ?? 0)));
          expect(distance, `${one.color} and ${other.color}`).toBeGreaterThan(0.15);
        }
  });
});
