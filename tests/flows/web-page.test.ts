import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask } from "../../src/commands/ask.ts";
import { help } from "../../src/commands/help.ts";
import type { AnyCommand } from "../../src/core/command.ts";
import { bold, code, fields, italic, link, type Reply, rich, text } from "../../src/core/reply.ts";
import { browserNote, hasBrowser, keepScreenshot, openBrowser } from "../support/browser.ts";
import { NOON } from "../support/calls.ts";
import { adminOnly, echo, tally, testDesk, type TestDesk } from "../support/desk.ts";
import { letters } from "../support/file-command.ts";
import { openWeb, type WebDoor } from "../support/web-door.ts";
import { draw as drawChart } from "../../src/charts/draw.ts";

const HOSTILE = `<img src=x onerror="document.title='pwned'"> @everyone **b** ${"‮"}gnp.exe javascript:alert(1) ${"w".repeat(200)}`;

/** One reply with everything in it, as a person would get it. */
const everything: Reply = {
  title: "Compute, this week",
  blocks: [
    rich(
      bold("Bittensor"),
      " led the layer while ",
      italic("inference"),
      " names lagged. Ids such as ",
      code("render-token"),
      " are CoinGecko's; the ",
      link("method", "https://example.com/method"),
      " is on one page.",
    ),
    fields({ "Layer median": "+3.12%", "Market cap": "$12.4B", Leader: "Bittensor", "Furthest back": "-8.90%" }),
    {
      kind: "table",
      columns: [
        { label: "Asset", align: "left" },
        { label: "Price", align: "right" },
        { label: "24 h", align: "right" },
      ],
      rows: [
        ["Bittensor", "$412.08", "+4.21%"],
        ["Render", "$7.312", "-1.04%"],
        ["Akash Network", "$2.881", "+0.33%"],
        ["io.net", "$0.00001234", "-8.90%"],
      ],
    },
    {
      kind: "chart",
      alt: "Bittensor rose from 371 to 412 dollars in seven days.",
      chart: {
        kind: "line",
        title: "Bittensor, 7 days",
        unit: "USD",
        series: [
          {
            name: "Bittensor",
            points: Array.from(
              { length: 85 },
              (_, index) => [NOON + index * 7_200_000, 371 + index * 0.48 + Math.sin(index / 5) * 9] as const,
            ),
          },
        ],
        source: "CoinGecko",
        asOf: NOON + 84 * 7_200_000,
      },
    },
    { kind: "file", name: "compute.csv", text: "asset,price\nBittensor,412.08\n" },
  ],
  footer: "CoinGecko · 40 s ago",
  buttons: [
    { label: "Next layer", command: "echo", input: { words: ["alpha"] } },
    { label: "Details", command: "echo", input: { words: ["beta"] }, answer: "new" },
    { label: "Source", url: "https://www.coingecko.com/" },
  ],
};

const WIDE = { viewport: { width: 1024, height: 768 }, reducedMotion: "reduce" } as const;

/** As `expect.poll`, but with patience for a busy machine. */
const poll = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 8_000 });

let finish = (): void => undefined;

const answers: Readonly<Record<string, () => Promise<Reply>>> = {
  everything: async () => everything,
  hostile: async () => ({
    title: HOSTILE,
    blocks: [
      rich(HOSTILE, link(HOSTILE, "javascript:alert(1)")),
      fields({ [HOSTILE]: HOSTILE }),
      { kind: "table", columns: [{ label: HOSTILE, align: "left" }], rows: [[HOSTILE]] },
      { kind: "file", name: `../../${HOSTILE}`, text: HOSTILE },
    ],
    footer: HOSTILE,
    buttons: [{ label: HOSTILE, command: "echo", input: { words: ["alpha"] } }],
  }),
  slowly: async () => {
    await new Promise<void>((resolve) => (finish = resolve));
    return { blocks: [text("TAO trades at $412.08, 4.21% above yesterday.")], footer: "CoinGecko · 40 s ago" };
  },
};

describe.skipIf(!hasBrowser)(`the page, ${browserNote}`, { timeout: 40_000 }, () => {
  let browser: Browser;
  /** Of the tests that ask for nothing of their own: a new one costs a process and most of a second. */
  let common: Page;
  let page: Page;
  let made: TestDesk;
  let door: WebDoor;
  let complaints: string[];
  let asked: string[];

  beforeAll(async () => {
    browser = await openBrowser();
    common = await (await browser.newContext(WIDE)).newPage();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
  });

  beforeEach(async () => {
    asked = [];
    const answer = async (question: string, _call: unknown, progress: (line: string) => void): Promise<Reply> => {
      asked.push(question);
      progress("Reading quotes of 3 assets");
      return (await answers[question.split(" ")[0] ?? ""]?.()) ?? { blocks: [text(`You asked: ${question}`)] };
    };
    const list = new Map<string, AnyCommand>();
    const commands: AnyCommand[] = [echo, tally(), adminOnly, letters, ask(answer), help(list)];
    for (const command of commands) list.set(command.name, command);
    made = await testDesk(commands, { answer, clock: Date.now });
    door = await openWeb(made, { draw: drawChart });
  });

  afterEach(async () => {
    await leave();
    await door.close();
    await made.database.destroy();
    expect(complaints).toEqual([]);
  });

  /** A browser that was never here, on the page; collects what it complains of. Each desk is an origin of its own; cookies know no ports. */
  async function open(
    options?: Parameters<Browser["newContext"]>[0],
    address = door.address,
    path = "/",
  ): Promise<void> {
    await leave();
    page = options ? await (await browser.newContext({ ...WIDE, ...options })).newPage() : common;
    await page.context().clearCookies();
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // A desk that is away is part of some tests, and Chromium reports each failed request.
      if (message.type() === "error" && !message.text().includes("Failed to load resource"))
        complaints.push(message.text());
    });
    await page.goto(address + path);
    await page.getByText("Connected", { exact: true }).waitFor();
  }

  async function leave(): Promise<void> {
    page?.removeAllListeners();
    if (page !== common) return await page?.context().close();
    await page.unrouteAll();
    await page.goto("about:blank");
  }

  const line = () => page.getByRole("textbox", { name: /^Your question/ });
  const type = async (typed: string) => {
    await line().fill(typed);
    await line().press("Enter");
  };
  const slip = (words: string) => page.getByRole("article").filter({ hasText: words });

  describe("on a wide screen", () => {
    beforeEach(() => open());

    test("a first visit says what this is and offers things to tap", async () => {
      await page.getByRole("heading", { name: "Headed west." }).waitFor();
      expect(await page.getByText("Nothing here is advice").isVisible()).toBe(true);
      const steps = page.getByRole("list", { name: "Things to try" }).getByRole("button");
      expect(await steps.allTextContents()).toEqual(["What is TAO worth in euros?", "/echo alpha beta", "/help"]);
      await keepScreenshot(page, "first-visit-light");
      await steps.nth(1).click();
      await slip("alpha beta was said").waitFor();
      expect(await page.getByRole("heading", { name: "Headed west." }).isVisible()).toBe(false);
      await keepScreenshot(page, "first-answer-light");
    });

    test("a reply shows its title, styled text, fields, table, picture, file, footer and buttons", async () => {
      await type("everything about compute");
      const answer = slip("Compute, this week");
      await answer.getByRole("heading", { name: "Compute, this week" }).waitFor();
      expect(await answer.locator("strong").textContent()).toBe("Bittensor");
      expect(await answer.locator("em").textContent()).toBe("inference");
      expect(await answer.locator("code").textContent()).toBe("render-token");
      expect(await answer.getByRole("link", { name: "method" }).getAttribute("rel")).toBe("noopener noreferrer");
      expect(await answer.locator("dt", { hasText: "Market cap" }).locator("+ dd").textContent()).toBe("$12.4B");
      expect(await answer.getByRole("row").allTextContents()).toContain("Bittensor$412.08+4.21%");
      const picture = answer.getByRole("img", { name: "Bittensor rose from 371 to 412 dollars in seven days." });
      expect(
        await picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
      ).toBeGreaterThan(0);
      expect(await answer.getByText("CoinGecko · 40 s ago").isVisible()).toBe(true);
      const download = page.waitForEvent("download");
      await answer.getByRole("link", { name: "Download compute.csv" }).click();
      expect((await download).suggestedFilename()).toBe("compute.csv");
      await keepScreenshot(answer, "everything-light");
    });

    test("a button edits its message in place, or answers anew, and keeps the focus", async () => {
      await type("/echo alpha");
      await slip("alpha was said").waitFor();
      const next = slip("alpha was said").getByRole("button", { name: "Next" });
      await next.focus();
      await page.keyboard.press("Enter");
      await slip("alpha was said").locator("dd", { hasText: "2" }).waitFor();
      expect(await page.getByRole("article").count()).toBe(1);
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Next");
      await slip("alpha was said").getByRole("button", { name: "Again" }).click();
      await poll(() => page.getByRole("article").count()).toBe(2);
    });

    test("a question back offers choices, and one of them answers it", async () => {
      await type("/echo which");
      const question = slip("Which do you mean?");
      await question.getByRole("group", { name: "Which one?" }).waitFor();
      await keepScreenshot(page, "choices-light");
      await question.getByRole("button", { name: "beta the word beta" }).click();
      await slip("beta was said").waitFor();
    });

    test("a private answer says so", async () => {
      await type("/tally add");
      await slip("Counted 1.").getByText("Only you see this").waitFor();
      await keepScreenshot(page, "private-light");
    });

    test("while the desk works it says what it does, and then answers in the same place", async () => {
      await type("slowly please");
      await page.getByText("Reading quotes of 3 assets").waitFor();
      await keepScreenshot(page, "progress-light");
      finish();
      await slip("TAO trades at $412.08").waitFor();
      expect(await page.getByText("Reading quotes of 3 assets").count()).toBe(0);
    });

    test("a slash offers the commands, and a command its assets, all by keyboard", async () => {
      await page.keyboard.type("/");
      const options = page.getByRole("listbox").getByRole("option");
      await poll(() => options.allTextContents()).toContain("/echoSays back what it is given.");
      await page.getByText("5 completions").waitFor();
      await keepScreenshot(page, "completions-light");
      await page.keyboard.type("ec");
      await poll(() => options.count()).toBe(1);
      await page.keyboard.press("Tab");
      expect(await line().inputValue()).toBe("/echo ");
      await page.keyboard.type("al");
      await poll(() => options.allTextContents()).toEqual(["alpha!"]);
      await page.keyboard.press("ArrowDown");
      expect(await line().getAttribute("aria-activedescendant")).toBe("completion-0");
      await page.keyboard.press("Enter");
      expect(await line().inputValue()).toBe("/echo alpha ");
      await page.keyboard.press("Enter");
      await slip("alpha was said").waitFor();
      await page.keyboard.press("ArrowUp");
      expect(await line().inputValue()).toBe("/echo alpha");
      await page.keyboard.press("Shift+Enter");
      expect(await line().inputValue()).toBe("/echo alpha\n");
    });

    test("everything can be reached by the tab key, and what has the focus is seen", async () => {
      await type("/echo alpha");
      await slip("alpha was said").waitFor();
      await page.getByRole("link", { name: "Skip to the question box" }).focus();
      const seen: string[] = [];
      for (let index = 0; index < 6; index += 1) {
        await page.keyboard.press("Tab");
        seen.push(
          await page.evaluate<string>(`(() => {
            const here = document.activeElement;
            const ring = [here, here.closest("form") ?? here].some((each) => getComputedStyle(each).outlineStyle === "solid");
            return (here.getAttribute("placeholder") ?? here.getAttribute("aria-label") ?? here.textContent.trim()) + (ring ? "" : " WITHOUT RING");
          })()`),
        );
      }
      expect(seen.join("|")).toContain("Next|Again|Site|Ask, or type /|Attach a file|Send");
      expect(seen.join()).not.toContain("WITHOUT RING");
    });

    test("a file is attached, can be taken away, and goes with the line", async () => {
      const file = (name: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from("four") });
      await page.locator("#file").setInputFiles(file("wrong.csv"));
      await page.getByRole("button", { name: "Remove the file" }).click();
      expect(await page.locator("#attached").isVisible()).toBe(false);
      await page.locator("#file").setInputFiles(file("trades.csv"));
      await page.getByText("trades.csv").waitFor();
      await keepScreenshot(page, "file");
      await type("/letters");
      await slip("trades.csv has 4 letters.").waitFor();
      expect(await page.locator("#attached").isVisible()).toBe(false);
      await type("/letters");
      await slip("Attach the file to the command itself.").waitFor();
    });

    test("a reload keeps the conversation, and its buttons go on working", async () => {
      await type("/echo alpha");
      await slip("alpha was said").waitFor();
      await page.reload();
      await slip("alpha was said").getByRole("button", { name: "Next" }).click();
      await slip("alpha was said").locator("dd", { hasText: "2" }).waitFor();
      await page.reload();
      await slip("alpha was said").locator("dd", { hasText: "2" }).waitFor();
      expect(await page.getByText("/echo alpha", { exact: true }).count()).toBe(1);
    });

    test("a question that is open when the page is reloaded is answered after it, asked once", async () => {
      await type("slowly please");
      await page.getByText("Reading quotes of 3 assets").waitFor();
      await page.reload();
      await page.getByText("Reading quotes of 3 assets").waitFor();
      finish();
      await slip("TAO trades at $412.08").waitFor();
      expect(asked).toEqual(["slowly please"]);
    });

    test("a desk that is away is said to be, and answers when it is back", async () => {
      const port = Number(new URL(door.address).port);
      await door.close();
      await type("/echo alpha");
      await page.getByText("The desk cannot be reached. Your question is kept and asked again.").waitFor();
      await page.getByText("Desk unreachable").waitFor();
      await keepScreenshot(page, "unreachable-light");
      door = await openWeb(made, { draw: drawChart, port });
      await page.getByRole("button", { name: "Try now" }).click();
      await slip("alpha was said").waitFor();
      await page.getByText("Connected", { exact: true }).waitFor();
    });

    test("what nobody asked for appears on the open page, once", async () => {
      const id = await page.evaluate<string>(
        "fetch('/api/visit',{method:'POST',headers:{'Content-Type':'application/json'},body:'{}'}).then((r)=>r.json()).then((v)=>v.account)",
      );
      const place = { platform: "web" as const, chatId: id, isPublic: false };
      const digest = { title: "Morning digest", blocks: [text("Compute leads.")] };
      await poll(async () => (await door.adapter.send(place, digest, "digest:1")).state).toBe("sent");
      await door.adapter.send(place, digest, "digest:1");
      await slip("Compute leads.").waitFor();
      expect(await page.getByRole("article").count()).toBe(1);
    });

    test("nothing jumps while the page loads and an answer comes, however late", async () => {
      await page.route("**/api/turn", async (route) => {
        // Later than the browser takes a change for the answer to a key. That the log grows by what is said is no jump.
        await new Promise((resolve) => setTimeout(resolve, 700));
        await route.continue();
      });
      await page.evaluate(
        `window.shift = 0; new PerformanceObserver((list) => { for (const each of list.getEntries()) if (!each.hadRecentInput && each.sources.some(({ node }) => node?.className !== "log")) window.shift += each.value; }).observe({ type: "layout-shift", buffered: true });`,
      );
      await type("everything about compute");
      await slip("Compute, this week").getByRole("img").waitFor();
      expect(await page.evaluate<number>("window.shift")).toBeLessThan(0.02);
    });

    test("an owner link that is followed from another site keeps who the browser was", async () => {
      await type("/tally add");
      await slip("Counted 1.").waitFor();
      const other = await openWeb(made, {
        routes: [
          {
            path: "/mail",
            handle: async () =>
              new Response(`<!doctype html><a href="${door.adapter.ownerLink(door.address)}">Own it</a>`, {
                headers: { "content-type": "text/html" },
              }),
          },
        ],
      });
      // By another name this machine is another site, so the link comes without the cookie at first.
      await page.goto(`${other.address.replace("127.0.0.1", "localhost")}/mail`);
      await page.getByRole("link", { name: "Own it" }).click();
      await page.getByText("Owner", { exact: true }).waitFor();
      await type("/tally add");
      await slip("Counted 2.").waitFor();
      await other.close();
    });

    test("no other page in the same browser can ask for this one", async () => {
      await type("/tally add");
      await slip("Counted 1.").waitFor();
      const other = await openWeb(made, {
        routes: [
          {
            path: "/evil",
            handle: async () =>
              new Response("<!doctype html><title>evil</title>", { headers: { "content-type": "text/html" } }),
          },
        ],
      });
      const evil = await page.context().newPage();
      // Another port of this machine is the same site: the browser sends the cookie along.
      await evil.goto(`${other.address}/evil`);
      const tries = await evil.evaluate<string[]>(`(async () => {
        const body = JSON.stringify({ key: "evil-0001", text: "/tally add" });
        const kinds = [
          { headers: { "Content-Type": "application/json" } },
          { mode: "no-cors", headers: { "Content-Type": "text/plain" } },
          { mode: "no-cors", keepalive: true },
        ];
        const said = [];
        for (const kind of kinds)
          said.push(await fetch("${door.address}/api/turn", { method: "POST", credentials: "include", body, ...kind }).then((r) => r.type, () => "blocked"));
        return said;
      })()`);
      expect(tries).toEqual(["blocked", "blocked", "blocked"]);
      await evil.close();
      await page.bringToFront();
      await type("/tally add");
      await slip("Counted 2.").waitFor();
      await other.close();
    });
  });

  test("hostile text stays text and breaks no layout", async () => {
    await open({ viewport: { width: 320, height: 640 } });
    await type(`hostile ${HOSTILE}`);
    await slip("@everyone").waitFor();
    expect(await page.title()).toBe("Westbound");
    expect(await page.locator("main img, main script, main a[href^='javascript']").count()).toBe(0);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
    await keepScreenshot(page, "hostile-320");
  });

  test.each([320, 390])("on a phone of %d pixels nothing is wider than the screen", async (width) => {
    await open({ viewport: { width, height: 720 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
    const isTooWide = () => page.evaluate("document.documentElement.scrollWidth > innerWidth");
    await keepScreenshot(page, `first-visit-${width}`);
    expect(await isTooWide()).toBe(false);
    await type("everything about compute");
    await slip("Compute, this week").waitFor();
    expect(await isTooWide()).toBe(false);
    await keepScreenshot(page, `everything-${width}`);
    await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
    await keepScreenshot(page, `everything-${width}-end`);
    const small = await page.evaluate<string[]>(
      `[...document.querySelectorAll("button, .buttons a, textarea")].filter((each) => each.offsetHeight > 0 && each.offsetHeight < 44).map((each) => each.textContent)`,
    );
    expect(small).toEqual([]);
    await line().fill("/");
    await page.getByRole("option").first().waitFor();
    await keepScreenshot(page, `completions-${width}`);
    expect(await isTooWide()).toBe(false);
  });

  test.each(["light", "dark"] as const)("in %s mode every text has enough contrast", async (colorScheme) => {
    await open({ colorScheme, viewport: { width: 1024, height: 900 } });
    await keepScreenshot(page, `first-visit-${colorScheme}-tall`);
    expect(await page.evaluate<string[]>(weakTexts)).toEqual([]);
    await type("/tally add");
    await type("everything about compute");
    await slip("Compute, this week").waitFor();
    await page.evaluate("scrollTo(0, 0)");
    await keepScreenshot(page, `everything-${colorScheme}`);
    expect(await page.evaluate<string[]>(weakTexts)).toEqual([]);
  });

  test("the owner link opens the page as its owner, with a clean address", async () => {
    await open({}, door.adapter.ownerLink(door.address), "");
    await page.getByText("Owner", { exact: true }).waitFor();
    expect(page.url()).toBe(`${door.address}/`);
  });

  test("from elsewhere the page shows the sign-in, and goes on after it", async () => {
    const web = await openWeb(made, { publicUrl: "https://desk.example", draw: drawChart });
    await open({ extraHTTPHeaders: { "x-forwarded-for": "203.0.113.9" } }, web.address);
    await keepScreenshot(page, "sign-in-light");
    await type("how is TAO?");
    await slip("Please sign in first").waitFor();
    const box = () => page.getByLabel("Code from the desk's log");
    await box().fill("WRONG-CODE");
    await box().press("Enter");
    await page.getByRole("alert").getByText("This code is not right.").waitFor();
    await box().fill(web.adapter.signInCode ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
    await box().waitFor({ state: "hidden" });
    await type("how is TAO?");
    await slip("You asked: how is TAO?").waitFor();
    await open({ extraHTTPHeaders: { "x-forwarded-for": "203.0.113.9" } }, web.adapter.signInLink(web.address), "");
    await box().waitFor({ state: "hidden" });
    expect(page.url()).toBe(`${web.address}/`);
    await web.close();
  });
});

/** Texts whose colour is too near to what lies behind (WCAG 2.2, 1.4.3); runs in the page. */
const weakTexts = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) =>
    [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const found = channels(getComputedStyle(each).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  const weak = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const words = walker.currentNode.textContent.trim();
    if (words === "" || !element.checkVisibility() || element.closest(".skip, .hidden")) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(channels(style.color)), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) weak.push(words.slice(0, 30) + " " + ratio.toFixed(2));
  }
  return weak;
})()`;
