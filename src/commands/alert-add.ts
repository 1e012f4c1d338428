import { addFields, type AlertFields, isKind } from "./alert-fields.ts";
import { addReply } from "./alert-add-reply.ts";
import { type AddFacts, alertDetails, type AlertParts, fieldsAgain } from "./alert-details.ts";
import { meanings, namesIn } from "./alert-names.ts";
import type { BackCheck } from "./alert-book.ts";
import type { Alert, Condition, NewAlert } from "../alerts/alert.ts";
import type { Call } from "../core/call.ts";
import { conditionOf } from "./alert-condition.ts";
import { conditionWords } from "./alert-words.ts";
import { defineCommand } from "../core/command.ts";
import { known } from "../wire/figure.ts";
import { backCheck, refuseAbsurd, standingOf } from "./alert-standing.ts";
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../core/errors.ts";
import { readAlertLine } from "./alert-line.ts";
import { isNothing, readNote, readRepetition, readTarget, readUntil } from "./alert-telling.ts";
import { tryWebhook } from "./alert-webhook.ts";
import type { z } from "zod";
import { ENDS, suggestCondition, suggestTarget } from "./alert-suggest.ts";

/** `/alert add`: saves at once and says how it stands; what holds already is asked about first. */
export const alertAdd = (parts: AlertParts) =>
  defineCommand({
    name: "alert add",
    aliases: ["alert"],
    summary: "Tells you when a price, a layer, news or your portfolio does something.",
    examples: [
      "alert add tao above 400",
      "alert add tao moves 5% in 1h repeat every 6h",
      "alert add layer agents breadth below 30% until 2026-12-31",
      "alert add news bittensor",
    ],
    input: addFields,
    readLine: readAlertLine,
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat", "agent"],
    suggest: {
      ...suggestCondition(parts, ENDS),
      target: async (typed, call) => suggestTarget(typed, call),
    },
    run: (asked, call) => addAlert(parts, asked, call, "alert add"),
    show: addReply,
  });

/** Where nobody says above or below, the price of now does. */
const SIDED: ReadonlySet<AlertFields["kind"]> = new Set(["price", "ratio", "portfolio", "volume", "cap"]);

/**
 * Saves an alert, or says what has to be asked first.
 * @param command  the one that asks, by which a call that comes again is known
 * @throws UserError that names the word which cannot be so
 */
export async function addAlert(
  parts: AlertParts,
  asked: z.output<typeof addFields>,
  call: Call,
  command: "alert add" | "alert here",
): Promise<AddFacts> {
  const { kind, already } = asked;
  if (!isKind(kind)) throw new Error("the schema lets no other kind pass");
  if (already === "leave") return { state: "left" };
  const { repeat, until, note, target: whither } = asked;
  const { condition, look } = await lookAt(parts, { ...asked, kind }, call);
  const target = readTarget(whither, condition, call, parts.webhooks);
  const repetition = readRepetition(repeat);
  const expiresAt =
    until === undefined || isNothing(until) ? undefined : readUntil(until, call.now, await parts.zoneOf(call));
  const own = note === undefined ? undefined : readNote(note);
  refuseAbsurd(condition, look);
  const wish = { condition, repetition, target, ...known({ note: own, expiresAt }) };
  const standing = look && standingOf(look);
  if (look?.holds === true && standing && already === undefined)
    return {
      state: "holds",
      condition,
      ...namesIn(condition, parts),
      standing,
      input: without(fieldsAgain(wish), "already"),
    };

  // Asked before anything is saved, so that the answer says at once whether the alert can arrive.
  const isElsewhere = target.kind === "owner" && call.place.isPublic;
  const webhook = await tryWebhook({ target, webhooks: parts.webhooks }, call);
  const unreachable = isElsewhere ? await parts.tryDirect?.(call, willCome(condition, parts, call)) : webhook?.refused;
  const alert: NewAlert = {
    ...wish,
    ...(already === "now" ? { tellsAtOnce: true } : {}),
    ...(unreachable === undefined ? {} : { unreachable }),
    ...(webhook && { webhookSecret: webhook.secret }),
  };
  const same = (await parts.alerts.of(call)).find(
    (each) =>
      each.state === "armed" && isDeepStrictEqual(each.condition, condition) && isDeepStrictEqual(each.target, target),
  );
  const { limits } = parts.alerts;
  const factsOf = (became: Alert | "full"): AddFacts =>
    became === "full"
      ? target.kind === "place"
        ? { state: "full", of: "place", limit: limits.perPlace }
        : { state: "full", of: "owner", limit: limits.perOwner }
      : {
          state: "saved",
          alert: alertDetails(became, parts),
          ...known({ standing, unreachable, webhook, sameAs: same?.number }),
        };
  return await parts.alerts.add(alert, call, factsOf, command);
}

const willCome = (condition: Condition, parts: AlertParts, { locale }: Call): string =>
  `You have asked for an alert when ${conditionWords(condition, namesIn(condition, parts), locale)}. It comes here.`;

interface LookedAt {
  readonly condition: Condition;
  /** Absent where nobody answers: it is watched all the same. */
  readonly look?: BackCheck;
}

async function lookAt(parts: AlertParts, fields: AlertFields, call: Call): Promise<LookedAt> {
  const names = meanings(parts, call, { ...fields });
  const isSideless = fields.is === undefined && SIDED.has(fields.kind);
  const condition = await conditionOf(isSideless ? { ...fields, is: "above" } : fields, names);
  const look = await backCheck(parts, condition, call);
  if (!isSideless) return look ? { condition, look } : { condition };
  if (look?.now.value === undefined)
    throw new UserError("Above or below? Nobody tells me where it is now, so I cannot work it out.", {
      hint: "For example: /alert add tao above 400",
    });
  return look.holds ? await lookAt(parts, { ...fields, is: "below" }, call) : { condition, look };
}

const without = <Fields extends object, Name extends keyof Fields>(fields: Fields, name: Name): Omit<Fields, Name> => {
  const { [name]: _left, ...rest } = fields;
  return rest;
};
