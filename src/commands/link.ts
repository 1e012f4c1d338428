import type { AnyCommand } from "../core/command.ts";
import type { Platform } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import type { JoinFacts, KnownAccount, LinkBook } from "./link-book.ts";
import { type Reply, text } from "../core/reply.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

const NAMES: Partial<Readonly<Record<Platform, string>>> = {
  discord: "Discord",
  telegram: "Telegram",
  web: "the page",
};

/** `OWNER_IDS` names accounts, and they alone have its rights; a desk that was claimed is the person's. */
const OWNER_WARNING =
  "One of you owns this desk: unless the configuration names the owner's account, then both may do all that its owner may.";

/**
 * "Telegram (Ann) and Discord".
 * @param here  where it is said from: one more account of there is another page
 */
export function accountWords(accounts: readonly KnownAccount[], here?: Platform): string {
  const words = accounts.map(({ platform, name }) => {
    if (platform === here) return "another page";
    const where = NAMES[platform] ?? platform;
    return name === undefined || platform === "web" ? where : `${where} (${cleanLine(name, 40)})`;
  });
  return new Intl.ListFormat("en").format(words);
}

type LinkFacts =
  | { readonly state: "code"; readonly code: string; readonly accounts: readonly KnownAccount[] }
  | ({ readonly state: "entered" } & JoinFacts);

const requestField = z.string().uuid().describe("Which request; the button knows it");

/** `/link [CODE]`: makes a code, or takes the one that was made on the other platform. */
const link = (book: LinkBook) =>
  defineCommand({
    name: "link",
    summary: "Makes your accounts here and on another platform one: one portfolio, watchlist, alerts, digest.",
    examples: ["link", "link ABCD-2345"],
    input: z.object({
      code: z.string().trim().min(4).max(20).optional().describe("The code that /link gave you on the other platform"),
    }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    async run({ code }, call): Promise<LinkFacts> {
      if (code === undefined)
        return { state: "code", code: await book.makeCode(call), accounts: await book.accounts(call) };
      return { state: "entered", ...(await book.enter(code, call)) };
    },
    show: (facts) => (facts.state === "code" ? codeReply(facts) : joinReply(facts)),
  });

const codeReply = ({ code, accounts }: LinkFacts & { state: "code" }): Reply => ({
  title: "Your code",
  blocks: [
    text(`${code}`),
    text(
      "Enter it in our direct chat on the other platform within ten minutes: /link and the code. It works once. Give it to nobody: whoever enters it asks to be you, and I ask you before I let them.",
    ),
    text(`You are known as ${accountWords(accounts)}. /unlink takes an account out again.`),
  ],
});

function joinReply({ request, accounts, portfolios, isOwner }: JoinFacts): Reply {
  const to = (label: string, keep?: "theirs" | "mine") => ({
    label,
    command: "link confirm",
    input: { request, ...(keep === undefined ? {} : { keep }) },
  });
  return {
    title: "Become one person?",
    blocks: [
      text(
        `The code is of ${accountWords(accounts)}. From then on both see and change one portfolio, watchlist, alerts, wallets, digest and settings, wherever you write from.`,
      ),
      ...(isOwner ? [text(OWNER_WARNING)] : []),
      text(
        portfolios === "both"
          ? "You both have a portfolio, and one person has one. The other is removed for good: export it first with /portfolio export. Which one stays?"
          : "Watchlists, wallets and alerts are put together; where settings differ, theirs count.",
      ),
    ],
    buttons:
      portfolios === "both"
        ? [to("Keep theirs", "theirs"), to("Keep mine", "mine"), cancel(request)]
        : [to("Yes, be one"), cancel(request)],
  };
}

const cancel = (request: string) => ({ label: "Cancel", command: "link agree", input: { request, answer: "no" } });

/** `/link confirm`: whoever entered the code goes on; pressed. */
const linkConfirm = (book: LinkBook) =>
  defineCommand({
    name: "link confirm",
    summary: "Goes on with a code that you have entered; its button does it.",
    examples: ["link confirm 3f2504e0-4f89-41d3-9a0c-0305e82c3301"],
    input: z.object({
      request: requestField,
      keep: z.enum(["theirs", "mine"]).optional().describe("Whose portfolio stays, where both have one"),
    }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    async run({ request, keep }, call) {
      await book.confirm(request, keep, call);
      return {};
    },
    show: () => ({
      blocks: [
        text("I have asked on the other side. Press Yes there within ten minutes; until then nothing has changed."),
      ],
    }),
  });

/** `/link agree`: the one whose code it was says yes or no; pressed. */
const linkAgree = (book: LinkBook) =>
  defineCommand({
    name: "link agree",
    summary: "Answers whoever has entered your code; its button does it.",
    examples: ["link agree 3f2504e0-4f89-41d3-9a0c-0305e82c3301 no"],
    input: z.object({ request: requestField, answer: z.enum(["yes", "no"]).describe("yes or no") }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    async run({ request, answer }, call) {
      await book.agree(request, answer, call);
      return { answer };
    },
    show: ({ answer }) => ({
      blocks: [
        text(
          answer === "yes"
            ? "You are one person now, wherever you write from. /me shows what is kept, /unlink takes an account out again."
            : "Nothing was linked.",
        ),
      ],
    }),
  });

/** What whoever made the code is asked, where they can be written to. */
export function agreeReply(
  request: string,
  {
    taker,
    goes,
    isOwner,
  }: { readonly taker: readonly KnownAccount[]; readonly goes: "mine" | "none"; readonly isOwner: boolean },
): Reply {
  return {
    title: "Was that you?",
    blocks: [
      text(
        `${accountWords(taker)} has entered your code and wants to be one person with you: they would see and change your portfolio, watchlist, alerts, wallets, digest and settings.`,
      ),
      ...(isOwner ? [text(OWNER_WARNING)] : []),
      ...(goes === "mine"
        ? [text("They want to keep their portfolio: yours is removed for good. /portfolio export saves it before.")]
        : []),
      text("If it was not you, press No."),
    ],
    buttons: [
      { label: "Yes, that was me", command: "link agree", input: { request, answer: "yes" } },
      { label: "No", command: "link agree", input: { request, answer: "no" } },
    ],
  };
}

/** `/unlink`: asks, then makes this account a person of its own again. */
const unlink = (book: LinkBook) =>
  defineCommand({
    name: "unlink",
    summary: "Takes the account that you write from out of your linked accounts, after asking.",
    examples: ["unlink"],
    input: z.object({ sure: z.enum(["yes"]).optional().describe("yes does it at once") }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    async run({ sure }, call) {
      const { others, ownsDesk } = await book.parting(call);
      if (others.length === 0)
        throw new UserError("This account is linked with no other.", { hint: "/link does that." });
      if (sure !== undefined) await book.unlink(call);
      return { isDone: sure !== undefined, platform: call.place.platform, others, ownsDesk };
    },
    show: ({ isDone, platform, others, ownsDesk }): Reply =>
      isDone
        ? { blocks: [text(`This account begins anew. All that you had is with ${accountWords(others, platform)}.`)] }
        : {
            title: "Unlink this account?",
            blocks: [
              text(
                `Your portfolio, watchlist, alerts, wallets, digest and settings stay with ${accountWords(others, platform)}, and what was sent to you here is sent there. Here you begin with nothing.`,
              ),
              ...(ownsDesk
                ? [
                    text(
                      `You own this desk: that stays with ${accountWords(others, platform)}, too. Here you own it no longer, unless the configuration names this account.`,
                    ),
                  ]
                : []),
            ],
            buttons: [{ label: "Yes, unlink", command: "unlink", input: { sure: "yes" } }],
          },
  });

/** Everything by which accounts become one person, and two again. */
export const linkCommands = (book: LinkBook): readonly AnyCommand[] => [
  link(book),
  linkConfirm(book),
  linkAgree(book),
  unlink(book),
];
