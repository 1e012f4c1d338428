import { PAGES, PAGES_EACH } from "./limits.ts";
import { type LineStream, lineStream } from "./lines.ts";

/** `closed`: no page is open. `unread`: one is, but did not say in time that it has the message. */
export type Shown = "shown" | "closed" | "unread";

/** The pages that are open and wait for messages that nobody asked for. */
export class OpenPages {
  readonly #pages = new Map<string, Set<LineStream>>();
  readonly #receipts = new Map<string, () => void>();
  readonly #beatMs: number;
  readonly #receiptMs: number;
  readonly #onOpened: (account: string) => void;

  constructor({
    beatMs,
    receiptMs,
    onOpened,
  }: {
    readonly beatMs: number;
    readonly receiptMs: number;
    readonly onOpened: (account: string) => void;
  }) {
    this.#beatMs = beatMs;
    this.#receiptMs = receiptMs;
    this.#onOpened = onOpened;
  }

  /** @returns the stream for one more page; undefined when there are too many */
  open(account: string): ReadableStream<Uint8Array> | undefined {
    const pages = this.#pages.get(account) ?? new Set<LineStream>();
    const all = [...this.#pages.values()].reduce((sum, { size }) => sum + size, 0);
    if (pages.size >= PAGES_EACH || all >= PAGES) return undefined;
    const page = lineStream({
      beatMs: this.#beatMs,
      onClose: () => {
        pages.delete(page);
        if (pages.size === 0) this.#pages.delete(account);
      },
    });
    this.#pages.set(account, pages.add(page));
    // The first line tells the page that it is connected.
    page.write({});
    this.#onOpened(account);
    return page.body;
  }

  isOpen(account: string): boolean {
    return this.#pages.has(account);
  }

  /** Shows a message on every open page of a browser and waits until one of them says that it has it. */
  async show(account: string, key: string, reply: unknown): Promise<Shown> {
    const pages = this.#pages.get(account);
    if (!pages) return "closed";
    const id = `${account}:${key}`;
    return await new Promise<Shown>((resolve) => {
      const end = (shown: Shown): void => {
        clearTimeout(timer);
        this.#receipts.delete(id);
        resolve(shown);
      };
      const timer = setTimeout(() => end("unread"), this.#receiptMs);
      this.#receipts.set(id, () => end("shown"));
      for (const page of pages) page.write({ key, reply });
    });
  }

  /** A page has a message. */
  received(account: string, key: string): void {
    this.#receipts.get(`${account}:${key}`)?.();
  }

  close(): void {
    for (const page of [...this.#pages.values()].flatMap((pages) => [...pages])) page.end();
  }
}
