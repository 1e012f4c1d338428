import { readFileSync } from "node:fs";

/** The characters that a TrueType font has glyphs for, by its `cmap` table of format 4 (OpenType 1.9, "cmap"). */
export function charactersOf(path: string): ReadonlySet<number> {
  const bytes = readFileSync(path);
  const tables = Array.from({ length: bytes.readUInt16BE(4) }, (_, index) => 12 + 16 * index);
  const entry = tables.find((at) => bytes.toString("latin1", at, at + 4) === "cmap");
  if (entry === undefined) throw new Error(`${path} has no cmap`);
  const cmap = bytes.readUInt32BE(entry + 8);
  const subtables = Array.from(
    { length: bytes.readUInt16BE(cmap + 2) },
    (_, index) => cmap + bytes.readUInt32BE(cmap + 4 + 8 * index + 4),
  );
  const table = subtables.find((at) => bytes.readUInt16BE(at) === 4);
  if (table === undefined) throw new Error(`${path} has no cmap of format 4`);
  const characters = new Set<number>();
  const segments = bytes.readUInt16BE(table + 6) / 2;
  for (let segment = 0; segment < segments; segment += 1) {
    const column = (index: number): number => table + 14 + 2 * segment + 2 * segments * index + (index > 0 ? 2 : 0);
    const end = bytes.readUInt16BE(column(0));
    const start = bytes.readUInt16BE(column(1));
    const delta = bytes.readUInt16BE(column(2));
    const range = bytes.readUInt16BE(column(3));
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const glyph = range === 0 ? (code + delta) & 0xffff : bytes.readUInt16BE(column(3) + range + 2 * (code - start));
      if (glyph !== 0) characters.add(code);
    }
  }
  return characters;
}
