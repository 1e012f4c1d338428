import { afterEach, describe, expect, test } from "vitest";
import { aCall } from "../support/calls.ts";
import type { Call } from "../../src/core/call.ts";
import { ChatFile } from "../../src/core/chat-file.ts";
import { plainText } from "../../src/core/plain.ts";
import { readSector } from "../../src/sector/sector.ts";
import { score } from "../../src/commands/score.ts";
import { scoreAdd, scoreRemove } from "../../src/commands/score-change.ts";
import { scoreHistory } from "../../src/commands/score-history.ts";
import { scoreImport } from "../../src/commands/score-import.ts";
import { problemsIn } from "../../src/core/problems.ts";
import { type SectorDesk, sectorDesk } from "../support/sector-desk.ts";

const sector = readSector();
const LATER = Date.UTC(2026, 10, 23, 9);
const HEAD = "project,criterion,score,grade,link,date,claim";
const GOOD = [
  "Masa,proprietary_tooling,3,B,https://example.com/a,2026-11-01,Three teams build on it.",
  '"Nous Research",proprietary_model,2,c,https://example.com/b,2026-10-02,"It says, in its own words, that it has two."',
];
const table = (...lines: readonly string[]): string => [HEAD, ...lines].join("\n");

const open: SectorDesk[] = [];
afterEach(async () => {
  for (const { kept, database, faults } of open.splice(0)) {
    expect(faults).toEqual([]);
    await kept.destroy();
    await database.destroy();
  }
});

async function start() {
  const desk = await sectorDesk(({ scoreBook }) => {
    const parts = { sector, scoreBook };
    return [score(parts), scoreHistory(parts), scoreAdd(parts), scoreRemove(parts), scoreImport(parts)];
  });
  open.push(desk);
  const owner = (change: Partial<Call> = {}): Call =>
    aCall({ now: LATER, ...change, caller: { userId: "user-1", accountId: "1", role: "owner", ...change.caller } });
  const send = async (content: string | Uint8Array, mode?: "check" | "keep", call: Call = owner()) => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const file = new ChatFile({ name: "evidence.csv", size: bytes.byteLength, load: async () => bytes });
    return await desk.desk.run("score import", { file, ...(mode === undefined ? {} : { mode }) }, call);
  };
  return {
    ...desk,
    owner,
    send,
    read: async (...sent: Parameters<typeof send>) => plainText(await send(...sent)),
    rows: () => desk.kept.selectFrom("evidence").selectAll().execute(),
    changes: () => desk.kept.selectFrom("score_change").selectAll().execute(),
    run: async (name: string, input: unknown) => plainText(await desk.desk.run(name, input, owner())),
  };
}

describe("/score import", () => {
  test("can be offered at every door", async () => {
    const { desk } = await start();
    expect(problemsIn([...desk.commands.values()])).toEqual([]);
  });

  test("checks first and keeps nothing, then keeps what it said it would", async () => {
    const { read, rows, run } = await start();
    const checked = await read(table(...GOOD));
    expect(checked).toContain("evidence.csv: 2 pieces of evidence can be added");
    expect(checked).toContain("line 2: Masa, Own tooling: unknown → 3 of 4");
    expect(checked).toContain("/score import keep");
    expect(await rows()).toEqual([]);
    const kept = await read(table(...GOOD), "keep");
    expect(kept).toContain("evidence.csv: 2 pieces of evidence added");
    expect(kept).toContain("line 2: Masa, Own tooling: unknown → 3 of 4");
    expect(kept).not.toContain("/score import keep");
    expect(await run("score", { project: ["Masa"], criterion: "proprietary_tooling" })).toMatch(
      /Three teams build on it\. \(example\.com.*2026-11-01, grade B, evidence 1\)/,
    );
  });

  test("the same file again adds nothing, nor does a call that comes again", async () => {
    const { read, owner, rows, changes } = await start();
    const call = owner({ key: "telegram:1:9" });
    const first = await read(table(...GOOD), "keep", call);
    expect(await read(table(...GOOD), "keep", call)).toBe(first);
    expect(await read(table(...GOOD), "keep")).toContain("0 pieces of evidence added, 2 there already");
    expect(await rows()).toHaveLength(2);
    expect(await changes()).toHaveLength(2);
  });

  test("every line that is not taken is named with its reason, and the others are", async () => {
    const { read, rows } = await start();
    const bad = [
      "Photosynthesis,proprietary_tooling,3,B,https://example.com/c,2026-11-01,Three teams build on it.",
      "Bittensr,proprietary_tooling,3,B,https://example.com/c,2026-11-01,Three teams build on it.",
      "Masa,tooling,3,B,https://example.com/c,2026-11-01,Three teams build on it.",
      "Masa,proprietary_tooling,5,B,https://example.com/c,2026-11-01,Three teams build on it.",
      "Masa,proprietary_tooling,,B,https://example.com/c,2026-11-01,Three teams build on it.",
      "Masa,proprietary_tooling,3,D,https://example.com/c,2026-11-01,Three teams build on it.",
      "Masa,proprietary_tooling,3,B,javascript:alert(1),2026-11-01,Three teams build on it.",
      "Masa,proprietary_tooling,3,B,https://example.com/c,2026-11-24,Three teams build on it.",
      "Masa,proprietary_tooling,3,B,https://example.com/c,01.11.2026,Three teams build on it.",
      "Masa,proprietary_tooling,3,B,https://example.com/c,2026-11-01",
      "Masa,proprietary_tooling,3,B,https://example.com/a,2026-11-02,The same link once more.",
      "Bankless,proprietary_tooling,3,B,https://example.com/c,2026-11-01,Three teams build on it.",
      "Nous Research,value_accrual,3,B,https://example.com/c,2026-11-01,Holders of it get fees.",
      "IET AOS,proprietary_tooling,3,B,https://example.com/c,2026-11-01,Three teams build on it.",
    ];
    const reply = await (await start()).send(table(...GOOD, ...bad));
    expect(reply.title).toContain("2 pieces of evidence can be added, 14 refused");
    const whole = reply.blocks.find((block) => block.kind === "file");
    const lines = whole?.kind === "file" ? whole.text.split("\n") : [];
    const reasons = [
      /^line 4: .*not on the map/,
      /^line 5: .*Perhaps Bittensor\?/,
      /^line 6: .*criterion/,
      /^line 7: .*score/,
      /^line 8: .*score/,
      /^line 9: .*counts for nothing/,
      /^line 10: .*http/,
      /^line 11: .*has not come yet/,
      /^line 12: .*2026-03-01/,
      /^line 13: .*7 cells/,
      /^line 14: .*in line 2 already/,
      /^line 15: .*not applied/,
      /^line 16: .*no token/,
      /^line 17: .*io\.net/,
    ];
    expect(lines).toHaveLength(reasons.length);
    for (const [index, reason] of reasons.entries()) expect(lines[index]).toMatch(reason);
    expect(await read(table(...GOOD, ...bad), "keep")).toContain("2 pieces of evidence added");
    expect(await rows()).toHaveLength(2);
  });

  test("a JSON list says the same, whatever the order of its names", async () => {
    const { read, rows } = await start();
    const item = { claim: "Three teams build on it.", project: "Masa", criterion: "proprietary_tooling" };
    const list = [{ ...item, score: 3, grade: "B", link: "https://example.com/a", date: "2026-11-01" }, item, 7, null];
    const said = await read(JSON.stringify(list), "keep");
    expect(said).toContain("1 piece of evidence added, 3 refused");
    expect(said).toContain("item 2: The score is missing.");
    expect(await rows()).toMatchObject([{ score: 3, link: "https://example.com/a" }]);
  });

  test.each([
    ["nothing", "", "no table of evidence"],
    ["the header alone", HEAD, "no evidence in this file"],
    ["another table", "date,amount\n2026-01-01,3", "no table of evidence"],
    ["one column more", `${HEAD},verdict\n${GOOD[0] ?? ""},buy`, '"verdict" is not known'],
    [
      "a quotation without an end",
      table('Masa,proprietary_tooling,3,B,https://a.example,2026-11-01,"Three'),
      "cannot be read",
    ],
    ["broken JSON", '[{"project": ', "not JSON to its end"],
    ["an object", '{"project": "Masa"}', "not a list"],
    ["too much", table(...Array.from({ length: 501 }, () => GOOD[0] ?? "")), "500 at most"],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2]), "a picture"],
    ["a large file", new Uint8Array(1024 * 1024 + 1), "too large"],
  ])("%s is refused as a whole, and nothing is kept", async (_name, content, says) => {
    const { read, rows } = await start();
    expect(await read(content, "keep")).toContain(says);
    expect(await rows()).toEqual([]);
  });

  test("semicolons, Windows line ends, blank lines and a mark at the start are as good", async () => {
    const { read } = await start();
    const typed = `\uFEFF\r\n${HEAD.replaceAll(",", ";")}\r\n\r\n${(GOOD[0] ?? "").replaceAll(",", ";")}\r\nMasa;x;3;B;h;d;c\r\n`;
    const said = await read(typed);
    expect(said).toContain("line 4: Masa");
    expect(said).toContain("line 5: ");
  });

  test("only the owner imports", async () => {
    const { read, rows } = await start();
    for (const role of ["member", "admin"] as const) {
      const call = aCall({ now: LATER, caller: { userId: "user-2", accountId: "2", role } });
      expect(await read(table(...GOOD), "keep", call)).toContain("Only the owner");
    }
    expect(await rows()).toEqual([]);
  });

  test("hostile cells are shown as the text that they are, on one line", async () => {
    const { send } = await start();
    const reply = await send(
      table(
        '"Ma\nsa\u202E [x](https://evil.example)",proprietary_tooling,3,B,https://a.example/,2026-11-01,Three teams build on it.',
      ),
    );
    const said = plainText(reply);
    expect(said).not.toContain("\u202E");
    expect(said.split("\n").filter((line) => line.startsWith("line "))).toHaveLength(1);
  });
});
