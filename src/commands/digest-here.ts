import { act, actionReply, type ActionFacts } from "./digest-pause.ts";
import { changeSettings, type SettingsFacts, settingsReply } from "./digest-settings.ts";
import { defineCommand } from "../core/command.ts";
import { digestFields, readDigestLine } from "./digest-fields.ts";
import type { DigestParts } from "./digest-book.ts";
import { type SubscribedFacts, subscribe, subscribedReply, suggestDigest } from "./digest-subscribe.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

type HereFacts =
  | { readonly did: "subscribe"; readonly facts: SubscribedFacts }
  | { readonly did: "settings"; readonly facts: SettingsFacts }
  | { readonly did: "act"; readonly facts: ActionFacts };

/** `/digest here …`: the digest of a place, which its admins begin, change and stop before everybody's eyes. */
export const digestHere = (parts: DigestParts) =>
  defineCommand({
    name: "digest here",
    summary: "The digest of this place: begins it, shows it, changes it.",
    examples: ["digest here 09:00 Berlin", "digest here", "digest here pause"],
    input: digestFields.extend({
      action: z.enum(["pause", "resume", "stop"]).optional().describe("What to do with it"),
    }),
    readLine: (line) => {
      const word = line.trim().toLowerCase();
      return ["pause", "resume", "stop"].includes(word) ? { action: word } : readDigestLine(line);
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
      if (action !== undefined) return { did: "act", facts: await act(parts, "here", action, call) };
      const known = await parts.digests.of("here", call);
      const isAsking = Object.values(asked).every((value) => value === undefined);
      return known || isAsking
        ? { did: "settings", facts: await changeSettings(parts, "here", asked, call) }
        : { did: "subscribe", facts: await subscribe(parts, "here", asked, call) };
    },
    show(shown) {
      switch (shown.did) {
        case "subscribe":
          return subscribedReply(shown.facts);
        case "settings":
          return settingsReply(shown.facts);
        case "act":
          return actionReply(shown.facts);
      }
      return shown satisfies never;
    },
  });
