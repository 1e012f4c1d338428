import { type AddedEvidence, publisherOf, type ScoreChange } from "../sector/evidence.ts";
import type { Executor } from "./database.ts";
import type { GRADES } from "../sector/rubric.ts";
import { known } from "../wire/figure.ts";

export type NewEvidence = Omit<AddedEvidence, "id" | "title" | "url" | "isApproximate"> & {
  readonly projectId: string;
  readonly url: string;
};

interface Change {
  readonly evidenceId: number;
  readonly kind: ScoreChange["kind"];
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly userId: string;
  readonly now: number;
}

/** Tables `evidence` and `score_change`: rows are added, and never changed or removed. */
export class EvidenceStore {
  /** What stands, in the order in which it was added. */
  async of(on: Executor, projectId: string): Promise<readonly AddedEvidence[]> {
    const rows = await on
      .selectFrom("evidence")
      .selectAll()
      .where("project_id", "=", projectId)
      .where("id", "not in", (gone) =>
        gone.selectFrom("score_change").select("evidence_id").where("kind", "=", "removed"),
      )
      .orderBy("id")
      .execute();
    return rows.map(fromRow);
  }

  /** Whose project a piece of evidence is about, while it stands. */
  async projectOf(on: Executor, id: number): Promise<string | undefined> {
    const row = await on
      .selectFrom("evidence")
      .select("project_id")
      .where("id", "=", id)
      .where("id", "not in", (gone) =>
        gone.selectFrom("score_change").select("evidence_id").where("kind", "=", "removed"),
      )
      .executeTakeFirst();
    return row?.project_id;
  }

  async add(on: Executor, { projectId, criterion, score, grade, claim, url, at }: NewEvidence): Promise<number> {
    const { id } = await on
      .insertInto("evidence")
      .values({ project_id: projectId, criterion, score, grade, claim, link: url, dated_at: at })
      .returning("id")
      .executeTakeFirstOrThrow();
    return id;
  }

  async note(on: Executor, { evidenceId, kind, from, to, userId, now }: Change): Promise<void> {
    await on
      .insertInto("score_change")
      .values({
        evidence_id: evidenceId,
        kind,
        from_score: from ?? null,
        to_score: to ?? null,
        by_user: userId,
        changed_at: now,
      })
      .execute();
  }

  /** Who added a piece of evidence; undefined where that person is not known any more. */
  async adderOf(on: Executor, id: number): Promise<string | undefined> {
    const row = await on
      .selectFrom("score_change")
      .select("by_user")
      .where("evidence_id", "=", id)
      .where("kind", "=", "added")
      .executeTakeFirst();
    return row?.by_user ?? undefined;
  }

  /** How much somebody has added from then on, also of what was taken back. */
  async addedSince(on: Executor, userId: string, since: number): Promise<number> {
    const { count } = await on
      .selectFrom("score_change")
      .select((row) => row.fn.countAll<number>().as("count"))
      .where("by_user", "=", userId)
      .where("kind", "=", "added")
      .where("changed_at", ">", since)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** The newest first. */
  async history(on: Executor, projectId: string): Promise<readonly ScoreChange[]> {
    const rows = await on
      .selectFrom("score_change")
      .innerJoin("evidence", "evidence.id", "score_change.evidence_id")
      .selectAll("evidence")
      .select(["score_change.kind", "from_score", "to_score", "changed_at"])
      .select((row) =>
        row
          .selectFrom("account")
          .select("name")
          .whereRef("account.user_id", "=", "score_change.by_user")
          .where("name", "is not", null)
          .orderBy("seen_at", "desc")
          .limit(1)
          .as("by_name"),
      )
      .where("project_id", "=", projectId)
      .orderBy("score_change.id", "desc")
      .execute();
    return rows.map((row) => ({
      kind: row.kind === "removed" ? "removed" : "added",
      evidence: fromRow(row),
      at: row.changed_at,
      ...known({
        from: row.from_score ?? undefined,
        to: row.to_score ?? undefined,
        untrustedBy: row.by_name ?? undefined,
      }),
    }));
  }
}

interface Row {
  readonly id: number;
  readonly criterion: string;
  readonly score: number;
  readonly grade: string;
  readonly claim: string;
  readonly link: string;
  readonly dated_at: number;
}

const fromRow = ({ id, criterion, score, grade, claim, link, dated_at: at }: Row): AddedEvidence => ({
  id,
  criterion,
  score,
  grade: grade as (typeof GRADES)[number],
  claim,
  title: publisherOf(link),
  url: link,
  at,
});
