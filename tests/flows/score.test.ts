import { describe, expect, test } from "vitest";
import { aCall } from "../support/calls.ts";
import type { Call } from "../../src/core/call.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { peopleDesk } from "../support/people-desk.ts";
import { plainText } from "../../src/core/plain.ts";
import { readSector } from "../../src/sector/sector.ts";
import type { Reply } from "../../src/core/reply.ts";
import { score } from "../../src/commands/score.ts";
import { scoreAdmins } from "../../src/commands/score-admins.ts";
import { scoreAdd, scoreRemove } from "../../src/commands/score-change.ts";
import { scoreHistory } from "../../src/commands/score-history.ts";
import { sectorDesk } from "../support/sector-desk.ts";
import { UserStore } from "../../src/store/user-store.ts";

const sector = readSector();
/** After the newest evidence that is shipped. */
const LATER = Date.UTC(2026, 10, 23, 9);
const ADD = "score add Masa proprietary_tooling 3 B https://example.com/a 2026-11-01 Three teams build on it.";

async function open() {
  const { desk, kept, faults } = await sectorDesk(({ scoreBook }) => {
    const parts = { sector, scoreBook };
    return [score(parts), scoreHistory(parts), scoreAdd(parts), scoreRemove(parts), scoreAdmins(scoreBook)];
  });
  const { userId } = await new UserStore().identify(kept, "telegram", "1", "Ada\u202E Owner", LATER);
  const owner = (change: Partial<Call> = {}): Call =>
    aCall({ now: LATER, ...change, caller: { userId, accountId: "1", role: "owner", ...change.caller } });
  const say = async (line: string, call: Call = owner()): Promise<Reply> => {
    const [first = "", second = "", ...rest] = line.split(" ");
    const longer = desk.commands.get(`${first} ${second}`);
    const command = longer ?? desk.commands.get(first);
    if (!command) throw new Error(`no command in ${line}`);
    return await desk.run(command.name, parseArguments(command, (longer ? rest : [second, ...rest]).join(" ")), call);
  };
  const press = async (reply: Reply, label: string): Promise<string> => {
    const button = reply.buttons?.find((each) => each.label === label);
    if (!button || "url" in button) throw new Error(`no button ${label}`);
    return plainText(await desk.run(button.command, button.input, owner()));
  };
  return {
    desk,
    kept,
    faults,
    owner,
    say,
    press,
    read: async (line: string, call?: Call) => plainText(await say(line, call)),
  };
}

const GROUP = { platform: "telegram", chatId: "-5", isPublic: true } as const;
/** Of a group, who has its platform's rights over it and none over the desk. */
const admin = (userId: "user-1" | "user-2" = "user-1", change: Partial<Call> = {}): Call =>
  aCall({ now: LATER, place: GROUP, ...change, caller: { userId, accountId: userId, role: "admin" } });

const member = aCall({ now: LATER, caller: { userId: "user-2" } });

describe("names as they are typed", () => {
  test.each([
    ["score Nous Research", "Nous Research, by the framework"],
    ["score Nous Research own model", "Hermes"],
    ["score Virtuals own model", "Own model"],
    ["score Bittensor proprietary_tooling", "Own tooling: Has it"],
    ["score deepseek", "DeepSeek"],
  ])("%s", async (line, says) => {
    const { read } = await open();
    expect(await read(line, member)).toContain(says);
  });

  test("a name that is not clear is asked back, and the answer needs no second question", async () => {
    const { desk, say } = await open();
    const { choices } = await say("score IET AOS own model", member);
    const [first] = choices?.options ?? [];
    expect(first?.label).toBe("io.net");
    const text = plainText(await desk.run("score", first?.input ?? {}, member));
    expect(text).toContain("io.net");
    expect(text).toContain("Own model: Does");
  });
});

describe("/score add", () => {
  test("evidence is kept, changes the score by the rules, and is cited with its number", async () => {
    const { read, say, press } = await open();
    const before = await read("score Masa proprietary_tooling");
    const reply = await say(ADD);
    expect(plainText(reply)).toMatch(/: evidence 1 added\s+Own tooling: unknown → 3 of 4/);
    const shown = await press(reply, "The evidence");
    expect(shown).not.toBe(before);
    expect(shown).toMatch(/3 of 4/);
    expect(shown).toMatch(/Three teams build on it\. \(example\.com.*2026-11-01, grade B, evidence 1\)/);
  });

  test("a member may not, nor the admin of some place, and nobody through the model", async () => {
    const { read, kept, owner } = await open();
    expect(await read(ADD, member)).toContain("Only an admin");
    expect(await read(ADD, admin())).toContain("the owner has not let the admins of this place");
    expect(await read("score admins on", admin())).toContain("Only the owner");
    expect(await read(ADD, owner({ surface: "agent" }))).toContain("There is no command");
    expect(await kept.selectFrom("evidence").selectAll().execute()).toEqual([]);
  });

  const line = (change: Partial<Record<"project" | "score" | "grade" | "link" | "date" | "claim", string>>): string =>
    [
      "score add",
      change.project ?? "Masa",
      "proprietary_tooling",
      change.score ?? "3",
      change.grade ?? "B",
      change.link ?? "https://example.com/a",
      change.date ?? "2026-11-01",
      change.claim ?? "Three teams build on it.",
    ].join(" ");

  test.each([
    ["grade D", line({ grade: "D" }), "counts for nothing"],
    ["a day to come", line({ date: "2026-11-24" }), "has not come yet"],
    ["a day that is none", line({ date: "2026-02-30" }), "written as 2026-03-01"],
    ["a day in words", line({ date: "yesterday" }), "written as 2026-03-01"],
    ["no http", line({ link: "ftp://example.com/a" }), "http:// or https://"],
    ["a script", line({ link: "javascript:alert(1)//a.b" }), "http:// or https://"],
    ["a password in the link", line({ link: "https://a:b@example.com/" }), "http:// or https://"],
    ["a score above four", line({ score: "5" }), "score"],
    ["half a score", line({ score: "2.5" }), "score"],
    ["two sentences", line({ claim: "Teams build on it. They like it." }), "one sentence"],
    ["a long claim", line({ claim: `It is ${"unreservedly ".repeat(20)}good.` }), "200 characters"],
    ["a link for a claim", line({ claim: "See https://example.com/b for it." }), "its own field"],
    ["no claim", line({ claim: "" }), "claim"],
    ["a project that is not there", line({ project: "Photosynthesis" }), "not on the map"],
    ["media", line({ project: "Bankless" }), "it is not applied to"],
    [
      "what needs a token",
      'score add "Nous Research" value_accrual 3 A https://a.example 2026-11-01 Fees reach holders of it.',
      "it has no token",
    ],
  ])("%s is refused, and nothing is kept", async (_name, typed, says) => {
    const { read, kept, faults } = await open();
    expect(await read(typed)).toContain(says);
    expect(await kept.selectFrom("evidence").selectAll().execute()).toEqual([]);
    expect(faults).toEqual([]);
  });

  test("a project asked back about keeps all the rest that was given", async () => {
    const { desk, say, owner } = await open();
    const { choices } = await say(line({ project: "Bittensr" }));
    const [first] = choices?.options ?? [];
    expect(first?.label).toBe("Bittensor");
    expect(plainText(await desk.run("score add", first?.input ?? {}, owner()))).toContain("evidence 1 added");
  });

  test("the same link twice for a criterion is one source", async () => {
    const { read, say } = await open();
    await say(ADD);
    expect(await read(ADD)).toContain("evidence for this criterion already");
  });

  test("asked again with the same key, it happens once and answers the same", async () => {
    const { say, owner, kept } = await open();
    const call = owner({ key: "telegram:1:77" });
    const [first, second] = [await say(ADD, call), await say(ADD, call)];
    expect(plainText(second)).toBe(plainText(first));
    expect(await kept.selectFrom("evidence").selectAll().execute()).toHaveLength(1);
    expect(await kept.selectFrom("score_change").selectAll().execute()).toHaveLength(1);
  });

  test("on the whole desk, a call that comes again is answered as the first time", async () => {
    const desk = await peopleDesk();
    const owner = await desk.person("1", "owner");
    const add = ADD.replace("2026-11-01", "2026-02-01");
    const first = await owner.say(add, { key: "telegram:1:7" });
    expect(plainText(first)).toContain("evidence 1 added");
    expect(await owner.read(add, { key: "telegram:1:7" })).toBe(plainText(first));
    const taken = await owner.read("score remove 1", { key: "telegram:1:8" });
    expect(taken).toContain("evidence 1 taken back");
    expect(await owner.read("score remove 1", { key: "telegram:1:8" })).toBe(taken);
    expect(await owner.read("score remove 1", { key: "telegram:1:9" })).toContain("no evidence 1 that stands");
    expect(desk.faults).toEqual([]);
  });

  test("the project's own claim gives 2 at most, and moves no score that others gave", async () => {
    const { read } = await open();
    const own = "C https://own.example/x 2026-11-02 It says that all build on it.";
    expect(await read(`score add Vana proprietary_tooling 4 ${own}`)).toContain("2 of 4");
    await read(ADD);
    expect(await read(`score add Masa proprietary_tooling 4 ${own}`)).toContain("3 of 4, as before");
  });

  test("of two readings of one month the lower stands, and it is said; a newer one takes its place", async () => {
    const { read } = await open();
    await read(ADD);
    expect(
      await read(
        "score add Masa proprietary_tooling 1 A https://b.example/ 2026-11-10 Nobody outside has built on it.",
      ),
    ).toContain("3 of 4 → 1 of 4");
    expect(await read("score Masa proprietary_tooling")).toContain(
      "Sources disagree: b.example gives 1 and example.com 3; the lower stands.",
    );
    const old =
      "score add Masa business_integration 1 A https://c.example/ 2026-01-10 A partner has said so in public.";
    await read(old);
    expect(
      await read("score add Masa business_integration 2 A https://d.example/ 2026-11-10 It is built into one product."),
    ).toContain("→ 2 of 4");
    expect(await read("score Masa business_integration")).not.toContain("disagree");
  });
});

describe("/score history and /score remove", () => {
  test("what was added and taken back stands there, from what to what", async () => {
    const { read, kept } = await open();
    const before = await read("score Masa proprietary_tooling");
    await read(ADD);
    expect(await read("score remove 1")).toContain("evidence 1 taken back");
    expect(await read("score Masa proprietary_tooling")).toBe(before);
    const history = await read("score history Masa");
    expect(history).toMatch(/evidence 1 taken back[\s\S]*evidence 1 added/);
    expect(history).toMatch(/3 of 4 → unknown[\s\S]*unknown → 3 of 4/);
    expect(history).toContain("Three teams build on it. (example.com");
    expect(await read("score remove 1")).toContain("There is no evidence 1 that stands");
    // Rows are added, and none is changed.
    expect(await kept.selectFrom("evidence").selectAll().execute()).toHaveLength(1);
    expect((await kept.selectFrom("score_change").select("kind").execute()).map(({ kind }) => kind)).toEqual([
      "added",
      "removed",
    ]);
  });

  test("what was taken back may be given again, under a number of its own", async () => {
    const { read } = await open();
    await read(ADD);
    await read("score remove 1");
    expect(await read(ADD)).toContain("evidence 2 added");
  });

  test("by whom is told to the owner alone, where nobody reads along", async () => {
    const { read, owner } = await open();
    await read(ADD);
    expect(await read("score history Masa")).toContain("by Ada Owner");
    const inGroup = owner({ place: { platform: "telegram", chatId: "-5", isPublic: true } });
    for (const call of [member, inGroup, owner({ surface: "agent" }), owner({ surface: "mcp" })])
      expect(await read("score history Masa", call)).not.toContain("Ada");
    expect(await read("score history Masa", member)).toContain("Three teams build on it");
  });

  test("the name goes with the person, and what they found stays", async () => {
    const { read, kept, owner } = await open();
    await read(ADD);
    const { userId } = owner().caller;
    await kept.deleteFrom("user").where("id", "=", userId).execute();
    const stranger = owner({ caller: { userId: "user-1", accountId: "2", role: "owner" } });
    const history = await read("score history Masa", stranger);
    expect(history).toContain("Three teams build on it");
    expect(history).not.toContain("Ada");
  });

  test("without a change it says so", async () => {
    const { read } = await open();
    expect(await read("score history Bittensor", member)).toContain("as the desk came with it");
  });

  test("what the owner added only the owner takes back", async () => {
    const { read, owner } = await open();
    await read(ADD);
    expect(await read("score remove 1", member)).toContain("Only an admin");
    expect(await read("score remove 1", admin())).toContain("the owner has not let");
    await read("score admins on", owner({ place: GROUP }));
    expect(await read("score remove 1", admin())).toContain("added by somebody else");
    expect(await read("score Masa proprietary_tooling")).toContain("evidence 1)");
  });
});

describe("admins that the owner lets add evidence", () => {
  const line = (page: number): string => ADD.replace("/a ", `/${page} `);

  test("add it in that group alone, and it is gone again when the owner takes the right or the evidence back", async () => {
    const { read, owner } = await open();
    expect(await read("score admins on", owner({ place: GROUP }))).toContain("Admins of this place may add");
    expect(await read(ADD, admin())).toContain("evidence 1 added");
    expect(await read(line(2), admin("user-1", { place: { ...GROUP, chatId: "-6" } }))).toContain("has not let");
    expect(await read("score remove 1")).toContain("taken back");
    await read("score admins off", owner({ place: GROUP }));
    expect(await read(ADD, admin())).toContain("has not let");
  });

  test("take their own back and nobody else's", async () => {
    const { read, owner } = await open();
    await read("score admins on", owner({ place: GROUP }));
    await read(ADD, admin("user-1"));
    expect(await read("score remove 1", admin("user-2"))).toContain("added by somebody else");
    expect(await read("score remove 1", admin("user-1"))).toContain("evidence 1 taken back");
  });

  test("add twenty a day, also when they take some back", async () => {
    const { read, owner } = await open();
    await read("score admins on", owner({ place: GROUP }));
    for (let page = 1; page <= 20; page += 1) await read(line(page), admin());
    await read("score remove 1", admin());
    expect(await read(line(21), admin())).toContain("more tomorrow");
    expect(await read(line(21), admin("user-2"))).toContain("added");
    expect(await read(line(22), admin("user-1", { now: LATER + 86_400_000 }))).toContain("added");
    expect(await read(line(23))).toContain("added");
  });

  test("two at the same moment with one link: one is added, the other is told that it stands", async () => {
    const { read, owner, kept } = await open();
    await read("score admins on", owner({ place: GROUP }));
    const said = await Promise.all([read(ADD, admin("user-1")), read(ADD, admin("user-2"))]);
    expect(said.filter((each) => each.includes("evidence 1 added"))).toHaveLength(1);
    expect(said.filter((each) => each.includes("evidence for this criterion already"))).toHaveLength(1);
    expect(await kept.selectFrom("evidence").selectAll().execute()).toHaveLength(1);
  });

  test("a direct chat has no admins to let in", async () => {
    const { read } = await open();
    expect(await read("score admins on")).toContain("That is for groups");
  });
});
