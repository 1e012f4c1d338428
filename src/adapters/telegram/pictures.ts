import { randomBytes } from "node:crypto";
import { PICTURE_LIFE_MS, PICTURES_KEPT } from "./limits.ts";

const PATH = "/telegram/pictures";

/** Where the web server has to hand requests over, as hono writes it. */
export const PICTURE_ROUTE = `${PATH}/:name`;

interface Picture {
  readonly png: Buffer;
  readonly until: number;
}

/**
 * Pictures that Telegram fetches from us, since an inline result can carry none (docs/decisions/0008-inline-pictures.md). Each
 * has an address that nobody can guess and that ends; it shows public figures, and nothing can be drawn by asking for one.
 */
export class Pictures {
  readonly #publicUrl: string;
  readonly #clock: () => number;
  readonly #kept = new Map<string, Picture>();

  /** @param publicUrl  where the web server is reached from outside, without a slash at its end */
  constructor(publicUrl: string, clock: () => number) {
    this.#publicUrl = publicUrl;
    this.#clock = clock;
  }

  /** @returns its address, good for `PICTURE_LIFE_MS` or until a hundred more were made */
  publish(png: Buffer): string {
    const name = `${randomBytes(16).toString("base64url")}.png`;
    this.#kept.set(name, { png, until: this.#clock() + PICTURE_LIFE_MS });
    for (const [oldest, { until }] of this.#kept) {
      if (this.#kept.size <= PICTURES_KEPT && until > this.#clock()) break;
      this.#kept.delete(oldest);
    }
    return `${this.#publicUrl}${PATH}/${name}`;
  }

  answer(request: Request): Response {
    if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405 });
    const name = new URL(request.url).pathname.split("/").at(-1) ?? "";
    const picture = this.#kept.get(name);
    if (!picture || picture.until <= this.#clock()) return new Response(null, { status: 404 });
    const headers = {
      "content-type": "image/png",
      "content-length": String(picture.png.length),
      "cache-control": `public, max-age=${PICTURE_LIFE_MS / 1_000}, immutable`,
      "x-content-type-options": "nosniff",
    };
    return new Response(request.method === "HEAD" ? null : new Uint8Array(picture.png), { headers });
  }
}
