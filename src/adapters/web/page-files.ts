import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";

// The browser takes the page's modules as they stand in the source tree; seen from src/ and from dist/ alike.
const FOLDER = new URL("../../../src/adapters/web/page/", import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** One file of the page. */
export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
}

/** Every file of the page by its path, read once: what is not in the list is not served, whatever the path says. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const names = readdirSync(FOLDER).filter((name) => extname(name) in TYPES);
  return new Map(
    names.map((name) => {
      const body = new Uint8Array(readFileSync(new URL(name, FOLDER)));
      const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
      return [name === "index.html" ? "/" : `/${name}`, { body, etag, type: TYPES[extname(name)] ?? "" }];
    }),
  );
}
