import type { Executor } from "./database.ts";

/** A public address that somebody follows. */
export interface KeptWallet {
  readonly family: "evm" | "solana";
  readonly address: string;
  /** What its owner calls it, untrusted. */
  readonly label?: string;
}

/** Table `wallet`: the public addresses that a person follows. */
export class WalletStore {
  /** In the order added. */
  async of(on: Executor, userId: string): Promise<readonly KeptWallet[]> {
    const rows = await on
      .selectFrom("wallet")
      .select(["family", "address", "label"])
      .where("user_id", "=", userId)
      .orderBy("added_at")
      .orderBy("address")
      .execute();
    return rows.map(({ family, address, label }) => ({
      family: family === "solana" ? "solana" : "evm",
      address,
      ...(label === null ? {} : { label }),
    }));
  }

  /** A label given takes the place of the one before. The user has to exist. */
  async put(on: Executor, userId: string, { family, address, label }: KeptWallet, now: number): Promise<void> {
    await on
      .insertInto("wallet")
      .values({ user_id: userId, family, address, label: label ?? null, added_at: now })
      .onConflict((conflict) => conflict.columns(["user_id", "address"]).doUpdateSet({ label: label ?? null }))
      .execute();
  }

  /** @returns whether it was there */
  async remove(on: Executor, userId: string, address: string): Promise<boolean> {
    const { numDeletedRows } = await on
      .deleteFrom("wallet")
      .where("user_id", "=", userId)
      .where("address", "=", address)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}
