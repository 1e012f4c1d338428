import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";

/** Where a Chromium is: `CHROMIUM_PATH`, or Debian's. */
const found = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium"].find((path) => path && existsSync(path));

/** Stands in a test's name, so that a run without a browser says what is missing. */
export const browserNote = found ? "in Chromium" : "in Chromium (not installed, so skipped: apt-get install chromium)";

export const hasBrowser = found !== undefined;

/** A Chromium without a screen that asks nobody outside for anything. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: found ?? "chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** With SCREENSHOTS set, keeps a picture of the page or a part of it for people to look at, in the git-ignored folder `.screenshots`. */
export async function keepScreenshot(shown: Page | Locator, name: string): Promise<void> {
  if (!process.env["SCREENSHOTS"]) return;
  await mkdir(".screenshots", { recursive: true });
  await shown.screenshot({ path: `.screenshots/${name}.png` });
}
