import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { CommandButton } from "../core/reply.ts";
import type { Executor } from "./database.ts";
import { keptQuery } from "./kept-query.ts";

export interface StoredButton {
  readonly button: CommandButton;
  /** The user who may edit the message by it; absent where it serves everybody alike. */
  readonly ownerId: string | undefined;
}

interface NewButtons {
  /** JSON: a list of [id, command, input, answer, proposal id]. */
  readonly rows: string;
  readonly ownerId: string | null;
  readonly now: number;
  readonly expiresAt: number;
}

const insert = keptQuery((on, { rows, ownerId, now, expiresAt }: NewButtons) => ({
  compile: () =>
    sql`INSERT INTO button (id, command, input, answer, owner_id, proposal_id, created_at, expires_at)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, ${ownerId}, value ->> 4, ${now}, ${expiresAt}
        FROM json_each(${rows})`.compile(on),
}));

const ID_BYTES = 16;

/** Table `button`: what a press does. Only the id travels, so no platform's size limit matters and a restart changes nothing. */
export class ButtonStore {
  /** @returns the id: 22 characters, 128 random bits */
  async keep(
    on: Executor,
    button: CommandButton,
    ownerId: string | undefined,
    now: number,
    expiresAt: number,
  ): Promise<string> {
    const [id = ""] = await this.keepAll(on, [button], ownerId, now, expiresAt);
    return id;
  }

  /** @returns the ids, in the same order */
  async keepAll(
    on: Executor,
    buttons: readonly CommandButton[],
    ownerId: string | undefined,
    now: number,
    expiresAt: number,
  ): Promise<readonly string[]> {
    if (buttons.length === 0) return [];
    const random = randomBytes(ID_BYTES * buttons.length);
    const rows = buttons.map(({ command, input, answer = "edit", proposalId = null }, index) => [
      random.toString("base64url", ID_BYTES * index, ID_BYTES * (index + 1)),
      command,
      JSON.stringify(input),
      answer,
      proposalId,
    ]);
    // As one value: a digest for thousands has a dozen buttons each, and a statement of a hundred values is made anew each time.
    await insert(on, { rows: JSON.stringify(rows), ownerId: ownerId ?? null, now, expiresAt });
    return rows.map(([id]) => String(id));
  }

  /** @returns undefined when it never was, or has expired */
  async find(on: Executor, id: string, now: number): Promise<StoredButton | undefined> {
    const row = await on
      .selectFrom("button")
      .selectAll()
      .where("id", "=", id)
      .where("expires_at", ">", now)
      .executeTakeFirst();
    if (!row) return undefined;
    return {
      ownerId: row.owner_id ?? undefined,
      button: {
        label: "",
        command: row.command,
        input: JSON.parse(row.input) as Record<string, unknown>,
        answer: row.answer === "new" ? "new" : "edit",
        ...(row.proposal_id === null ? {} : { proposalId: row.proposal_id }),
      },
    };
  }

  async removeExpired(on: Executor, now: number): Promise<number> {
    const { numDeletedRows } = await on.deleteFrom("button").where("expires_at", "<=", now).executeTakeFirst();
    return Number(numDeletedRows);
  }
}
