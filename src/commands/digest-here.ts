import { act, actionReply, type ActionFacts } from "./digest-pause.ts";
import { changeSettings, type SettingsFacts, settingsReply } from "./digest-settings.ts";
import { defineCommand } from "../core/command.ts";
import { placePageField, placeDigestFields } from "./digest-fields.ts";
import { readDigestLine } from "./digest-line.ts";
import type { DigestParts } from "./digest-book.ts";
import { whyFacts, type WhyFacts, whyReply } from "./digest-why.ts";
import { type SubscribedFacts, subscribe, subscribedReply, suggestDigest } from "./digest-subscribe.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

type HereFacts =
  | { readonly did: "subscribe"; readonly facts: SubscribedFacts }
  | { readonly did: "settings"; readonly facts: SettingsFacts }
  | { readonly did: "act"; readonly facts: ActionFacts }
  | { readonly did: "why"; readonly facts: WhyFacts };

const ACTIONS = ["pause", "resume", "stop", "why"] as const;

const hereFields = placeDigestFields.extend({
  page: placePageField,
  action: z.enum(ACTIONS).optional().describe("What to do with it"),
});
const readLine = readDigestLine(Object.keys(hereFields.shape));

/** `/digest here …`: the digest of a place, which its admins begin, change and stop before everybody's eyes. */
export const digestHere = (parts: DigestParts) =>
  defineCommand({
    name: "digest here",
    summary: "The digest of this place: begins it, shows it, changes it.",
    examples: ["digest here 09:00 Berlin", "digest here", "digest here pause", "digest here why"],
    input: hereFields,
    readLine: (line) => {
      const word = ACTIONS.find((action) => action === line.trim().toLowerCase());
      return word ? { action: word } : readLine(line);
    },
    access: "admin",
    effect: "write",
    visibility: "public",
    surfaces: ["chat"],
    suggest: suggestDigest(parts),
    async run({ action, ...asked }, call): Promise<HereFacts> {
      if (!call.place.isPublic)
        throw new UserError("Here is our direct chat, where your own digest comes.", {
          hint: "/digest subscribe begins it.",
        });
      if (action === "why") return { did: "why", facts: await whyFacts(parts, "here", call) };
      if (action !== undefined) return { did: "act", facts: await act(parts, "here", action, call) };
      const known = await parts.digests.of("here", call);
      const { page, ...wanted } = asked;
      const isAsking = page !== undefined || Object.values(wanted).every((value) => value === undefined);
      return known || isAsking
        ? { did: "settings", facts: await changeSettings(parts, "here", asked, call) }
        : { did: "subscribe", facts: await subscribe(parts, "here", wanted, call) };
    },
    show(shown, call) {
      switch (shown.did) {
        case "subscribe":
          return subscribedReply(shown.facts, call);
        case "settings":
          return settingsReply(shown.facts, call);
        case "act":
          return actionReply(shown.facts);
        case "why":
          return whyReply(shown.facts, call);
      }
      return shown satisfies never;
    },
  });
