import { randomBytes } from "node:crypto";
import { isSameSecret } from "../../core/secret.ts";

/** The code of the owner link: 192 random bits, good once and for a while. */
export class OwnerCode {
  readonly value = randomBytes(24).toString("base64url");
  readonly #endsAt: number;
  #used = false;

  /** @param endsAt  UTC epoch milliseconds */
  constructor(endsAt: number) {
    this.#endsAt = endsAt;
  }

  /** @returns whether it was right, in time and unused; it is used up then */
  use(given: string, now: number): boolean {
    if (!isSameSecret(given, this.value) || this.#used || now >= this.#endsAt) return false;
    this.#used = true;
    return true;
  }

  /** Makes it good again, for when what it was used for failed. */
  restore(): void {
    this.#used = false;
  }
}
