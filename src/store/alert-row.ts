import type { Alert, AlertState, Condition } from "../alerts/alert.ts";
import type { Direction, Watch } from "../alerts/watch.ts";
import type { Executor } from "./database.ts";
import { known } from "../wire/figure.ts";
import type { Place, Platform } from "../core/call.ts";
import type { Selectable } from "kysely";
import type { Tables } from "./tables.ts";

/** An alert as it is kept, with what it waits for. */
export interface KeptAlert extends Alert {
  readonly subjectId: number;
  readonly watch: Watch | undefined;
  /** Goes up with each change; a claim repeats the one it has seen. */
  readonly version: number;
}

/** A row of table `alert`, with the address where it is posted if it is a webhook's. */
interface AlertRow extends Selectable<Tables["alert"]> {
  readonly webhook_url: string | null;
}

/** Reads table `alert`, for `alertOf`. */
export const alertRows = (on: Executor) =>
  on
    .selectFrom("alert")
    .leftJoin("alert_webhook", "alert_webhook.alert_number", "alert.number")
    .selectAll("alert")
    .select("alert_webhook.url as webhook_url");

/** A row of table `alert` as the rooms know it. */
export function alertOf(row: AlertRow): KeptAlert {
  const given = known({
    note: row.note ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    reason: row.reason ?? undefined,
    snoozedUntil: row.snoozed_until ?? undefined,
    firedAt: row.fired_at ?? undefined,
  });
  return {
    ...given,
    number: row.number,
    ownerId: row.owner_id ?? row.made_by ?? "",
    place: placeOf(row),
    state: row.state as AlertState,
    createdAt: row.created_at,
    condition: JSON.parse(row.condition) as Condition,
    repetition: row.cool_down_ms === null ? { kind: "once" } : { kind: "repeat", coolDownMs: row.cool_down_ms },
    target:
      row.webhook_url === null ? { kind: row.target as "owner" | "place" } : { kind: "webhook", url: row.webhook_url },
    subjectId: row.subject_id,
    watch: watchOf(row),
    version: row.version,
  };
}

function watchOf({ phase, watch, level, quiet_until: quietUntil }: Selectable<Tables["alert"]>): Watch | undefined {
  if (phase === null || watch === null || level === null) return undefined;
  return {
    phase: phase as Watch["phase"],
    direction: watch as Direction,
    level,
    ...(quietUntil === null ? {} : { quietUntil }),
  };
}

/** Where a row tells. */
export const placeOf = (row: {
  readonly platform: string;
  readonly chat_id: string;
  readonly topic_id: string | null;
  readonly is_public: number;
}): Place => ({
  platform: row.platform as Platform,
  chatId: row.chat_id,
  ...(row.topic_id === null ? {} : { topicId: row.topic_id }),
  isPublic: row.is_public === 1,
});

/** The columns of a watch. */
export const watchColumns = (watch: Watch | undefined) => ({
  phase: watch?.phase ?? null,
  watch: watch?.direction ?? null,
  level: watch?.level ?? null,
  quiet_until: watch?.quietUntil ?? null,
});

/** The alert without what only the check needs. */
export function shown({ subjectId: _subject, watch: _watch, version: _version, ...alert }: KeptAlert): Alert {
  return alert;
}
