import { test } from "vitest";
import { portfolioDesk } from "../support/portfolio-desk.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { UserError } from "../../src/core/errors.ts";
test("phrases", async () => {
  const lines = readFileSync("/tmp/phrases.txt", "utf8").split("\n").filter((l) => l.trim() !== "");
  const out: string[] = [];
  for (const line of lines) {
    const d = await portfolioDesk();
    await d.read("portfolio add buy 10 TAO at 300 on 2025-12-01");
    await d.read("portfolio add buy 5 ETH at 2000 on 2025-12-01");
    await d.read("portfolio add buy 5000 FET at 0.2 on 2025-12-01");
    const before = (await d.entries()).length;
    let answer = "";
    try { const reply = await d.say(`portfolio ${line.startsWith("edit") || line.startsWith("remove") || line.startsWith("undo") ? line : "add " + line}`);
      const { plainText } = await import("../../src/core/plain.ts"); answer = plainText(reply); } catch (e) { answer = e instanceof UserError ? `USER ${e.message} | ${e.hint ?? ""}` : `FAULT ${e}`; }
    const after = await d.entries();
    out.push(`> ${line}\n   ${answer.replaceAll("\n", "\n   ")}${d.faults.length ? `\n   FAULTS ${d.faults}` : ""}${answer.startsWith("USER") && after.length !== before ? "HALF WRITTEN" : ""}`);
  }
  writeFileSync("/tmp/phrases-out.txt", out.join("\n"));
}, 300000);
