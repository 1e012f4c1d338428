import type { Call, Place } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import type { Config } from "../config.ts";
import type { Database, Executor } from "../store/database.ts";
import type { ModelAccess } from "../agent/answer.ts";
import type { OutboxServices } from "./outbox.ts";
import { ownersPlace } from "./owners-place.ts";
import { placeWord } from "../commands/places.ts";
import { PlaceUseStore } from "../store/place-use-store.ts";
import { type Reply, text } from "../core/reply.ts";
import { SettingStore } from "../store/setting-store.ts";
import { UserSettingStore } from "../store/user-setting-store.ts";

const DAY_MS = 86_400_000;
/** An owner who is away reads it when they are back. */
const STALE_MS = 7 * DAY_MS;

export interface ModelAccessParts {
  readonly database: Database;
  readonly access: Config["access"];
  /** "platform:account" of those whom the configuration names. */
  readonly ownerIds: ReadonlySet<string>;
  /** Absent in a process that sends nothing: then the owner is not asked. */
  readonly delivery?: {
    readonly outbox: Pick<OutboxServices["outbox"], "enqueue">;
    readonly deliverer: Pick<OutboxServices["deliverer"], "wake">;
  };
}

/** Whether words of a call may cost a model anything. */
export interface ModelGate {
  /** For a free question: where it is `open`, the question counts. Where the owner has to allow it, they are asked, once per place. */
  readonly accessFor: (call: Call) => Promise<ModelAccess>;
  /** For an edition; nothing is counted, and nobody asked. */
  readonly mayUseModel: (call: Call) => Promise<boolean>;
}

/** By `ACCESS`, what the owner allowed, and what admins of a place have set; asked at each use. */
export function openModelGate({ database, access, ownerIds, delivery }: ModelAccessParts): ModelGate {
  const settings = new SettingStore();
  const own = new UserSettingStore();
  const use = new PlaceUseStore();

  /** Whether the operator lets them: strangers never spend the operator's key. */
  async function isAllowed({ caller, place }: Call): Promise<boolean> {
    if (access === "open" || caller.role === "owner") return true;
    if (access === "owner") return false;
    // Whoever reaches the page from this machine, or has signed in, was let in by the operator.
    return place.platform === "web" || (await settings.of(database, place)).model_allowed;
  }

  async function askOwner({ caller, place, now }: Call): Promise<void> {
    const to = delivery && (await ownersPlace(database, ownerIds));
    if (!to) return;
    await database.transaction().execute(async (on) => {
      if (!(await takeAsking(on, { caller, place, now }))) return;
      await delivery.outbox.enqueue(on, {
        kind: "notice",
        // Of a person alone by our id of them: what carries it goes with them.
        sourceId: `model for ${place.isPublic ? placeWord(place) : caller.userId}`,
        occurrence: "asked",
        place: to,
        reply: askingReply(caller, place),
        dueAt: now,
        staleAt: now + STALE_MS,
      });
    });
    delivery.deliverer.wake();
  }

  /** @returns false where the owner was asked before. Of a person alone it is kept with them, so that it goes with them */
  async function takeAsking(
    on: Executor,
    { caller, place, now }: Pick<Call, "caller" | "place" | "now">,
  ): Promise<boolean> {
    if (!place.isPublic) {
      if ((await own.of(on, caller.userId)).has("model_asked")) return false;
      await own.set(on, caller.userId, "model_asked", "yes", now);
      return true;
    }
    if ((await settings.of(on, place)).model_asked) return false;
    await settings.set(on, place, "model_asked", true, now);
    return true;
  }

  /** Two questions at once are two: it is counted before the model is asked. */
  async function takeQuestion(place: Place, now: number, limit: number): Promise<boolean> {
    const day = Math.floor(now / DAY_MS);
    return await database.transaction().execute(async (on) => {
      if ((await use.modelQuestions(on, place, day)) >= limit) return false;
      await use.add(on, place, { modelQuestions: 1 }, { day, now });
      return true;
    });
  }

  return {
    async mayUseModel(call) {
      if (!(await isAllowed(call))) return false;
      return !call.place.isPublic || (await settings.of(database, call.place)).model;
    },

    async accessFor(call) {
      if (!(await isAllowed(call))) {
        if (access === "approved") await askOwner(call);
        return "closed";
      }
      if (!call.place.isPublic) return "open";
      const here = await settings.of(database, call.place);
      if (!here.model) return "off";
      return (await takeQuestion(call.place, call.now, here.model_questions_a_day)) ? "open" : "spent";
    },
  };
}

/** What the owner is asked. */
function askingReply({ name }: Call["caller"], place: Place): Reply {
  const who = name === undefined ? "Somebody" : cleanLine(name, 40);
  const where = place.isPublic ? `a group on ${place.platform}` : `a direct chat on ${place.platform}`;
  const word = placeWord(place);
  return {
    title: "May this place use the model?",
    blocks: [
      text(
        `${who} asked a free question in ${where} (${word}). Look-ups work there; answers of the model cost your key.`,
      ),
    ],
    buttons: [
      { label: "Allow", command: "places allow", input: { place: word } },
      { label: "Leave it", command: "places allow", input: { place: word, state: "off" } },
    ],
  };
}
