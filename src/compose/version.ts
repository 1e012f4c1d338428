import { readFileSync } from "node:fs";

/** Of the desk, as package.json has it; that lies at the same distance from src/ and from dist/. */
export const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly version: string;
};
