import { ChatFile } from "../../core/chat-file.ts";
import { KEEP_UPLOAD_MS, KEPT_UPLOAD_BYTES } from "./limits.ts";

interface Upload {
  readonly account: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly at: number;
}

/** Files that pages have sent ahead of the turn that uses them: in memory, for some minutes, the oldest given up for the newest. */
export class Uploads {
  readonly #kept = new Map<string, Upload>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @returns the id by which the turn names it */
  keep(account: string, name: string, bytes: Uint8Array): string {
    const id = crypto.randomUUID();
    this.#kept.set(id, { account, name, bytes, at: this.#clock() });
    this.#forget();
    return id;
  }

  /** @returns undefined when it is not there any more, or is another browser's */
  find(account: string, id: string): ChatFile | undefined {
    this.#forget();
    const upload = this.#kept.get(id);
    if (upload?.account !== account) return undefined;
    const { name, bytes } = upload;
    return new ChatFile({ name, size: bytes.byteLength, load: async () => bytes });
  }

  #forget(): void {
    let room = KEPT_UPLOAD_BYTES;
    const oldest = this.#clock() - KEEP_UPLOAD_MS;
    for (const [id, { bytes, at }] of [...this.#kept].reverse()) {
      room -= bytes.byteLength;
      if (room < 0 || at < oldest) this.#kept.delete(id);
    }
  }
}
