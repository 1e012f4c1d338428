import { expect, test } from "vitest";
import { blanked, isTag, mentionedIn, mentionKey } from "./mentioned.ts";

const WETH = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
const GRASS = "Grass7B4RdKfBCjTKgSqnXkqjwiGvQyFbuSCUJr3XXjs";

test.each([
  ["$TAO", ["TAO"]],
  ["what about $tao?", ["tao"]],
  ["$TAO, $NEAR and ($RENDER)!", ["TAO", "NEAR", "RENDER"]],
  ["“$TAO” is up", ["TAO"]],
  ["$TAO.", ["TAO"]],
  ["$TAO: up, $NEAR; down", ["TAO", "NEAR"]],
  ["$TAO\n$NEAR", ["TAO", "NEAR"]],
  ["$tao $TAO $Tao", ["tao"]],
  ["$A $B $C $D", ["A", "B", "C"]],
  ["тут $TAO растёт", ["TAO"]],
  [`look: ${WETH}`, [WETH]],
  [`CA:${WETH}`, [WETH]],
  [`It is ${GRASS}.`, [GRASS]],
  [`${WETH.toLowerCase()} ${WETH}`, [WETH.toLowerCase()]],
  [`${GRASS} and $TAO`, [GRASS, "TAO"]],
  ["$USD is a word like any other here", ["USD"]],
  ["$abcdefghijklmno", ["abcdefghijklmno"]],
  [`$TAO then ${WETH} then $NEAR`, ["TAO", WETH, "NEAR"]],
  ["$TAO. Next", ["TAO"]],
  ["$TAO- or not", ["TAO"]],
  [`${WETH}. Next`, [WETH]],
  [`${GRASS}/ or not`, [GRASS]],
])("%j names %j", (text, named) => {
  expect(mentionedIn(text)).toEqual(named);
});

test.each([
  "$50",
  "$1,000",
  "$5k",
  "$0.5",
  "$ TAO",
  "$$TAO",
  "US$TAO",
  "a$TAO",
  "$TAO_X",
  "$TAO$NEAR",
  "$HOME/bin",
  "$foo(bar)",
  "${TAO}",
  "$x.y",
  "https://example.com/?q=$TAO",
  "TAO",
  "#TAO @TAO",
  "$averyveryverylongtag",
  "$",
  `https://etherscan.io/token/${WETH}`,
  `${WETH}ab`,
  `0x${"a".repeat(64)}`,
  "da39a3ee5e6b4b1d3255bfef95611891afd81919",
  "Grass7B4RdKfBCjTKgSqnXkqjwiGvQyFbuSCUJr3XXjsGrass7B4RdKfBCjTKgSqnXkqjwiGvQyFbuSCUJr3XXj",
  "ThatsSomeVeryHugeCameCaseWordAtEnd",
  "thisisaveryhugewordwithadigit23456",
  "THSWQRDHASADGT2ANDNQSMAQQQETTERSXX",
  `${WETH}.exe`,
  `${WETH}=1`,
  `${GRASS}/3`,
  "$TAO-USD",
  "$TAO/5",
  "",
])("%j names nothing", (text) => {
  expect(mentionedIn(text)).toEqual([]);
});

test("hostile lengths are read in no time", () => {
  for (const text of ["$".repeat(50_000), "$a".repeat(25_000), "A1b".repeat(20_000), `${"$a ".repeat(20_000)}`])
    expect(mentionedIn(text).length).toBeLessThanOrEqual(3);
});

test("what is blanked is not found, and what stands around it does not grow together", () => {
  expect(mentionedIn(blanked("$T`x`AO $NEAR", [{ offset: 2, length: 3 }]))).toEqual(["T", "NEAR"]);
  expect(mentionedIn(blanked("$TAO $NEAR", [{ offset: 0, length: 4 }]))).toEqual(["NEAR"]);
});

test("a cashtag is the same in any case, so is an address that has no case; another address is not", () => {
  expect([isTag("TAO"), isTag("abcdefghijklmno"), isTag(WETH)]).toEqual([true, true, false]);
  expect(mentionKey("TAO")).toBe(mentionKey("tao"));
  expect(mentionKey(WETH)).toBe(mentionKey(WETH.toLowerCase()));
  expect(mentionKey(GRASS)).not.toBe(mentionKey(GRASS.toLowerCase()));
  const other = GRASS.replace("XXjs", "xxjs");
  expect(mentionedIn(`${GRASS} ${other}`)).toEqual([GRASS, other]);
});
