import { z } from "zod";
import { defineCommand } from "../core/command.ts";
import { bold, rich, text } from "../core/reply.ts";

/** `/start`: who this is, three things to try, and who sees what. Telegram sends it when somebody opens the chat. */
export const start = () =>
  defineCommand({
    name: "start",
    summary: "Who this is, and three things to try.",
    examples: ["start"],
    input: z.object({}),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat"],
    run: async (_input, call) => ({ isPublic: call.place.isPublic }),
    show: ({ isPublic }) => ({
      title: "Westbound, the crypto-AI desk",
      blocks: [
        text(
          "I look up prices of coins and of the crypto-AI sector, convert amounts and answer questions. Every figure comes with its source and its age. What I do not know I say. Nothing here is advice.",
        ),
        rich(
          bold("Who sees what: "),
          isPublic
            ? "everybody here reads your question and my answer. Answers that are yours alone go to you alone."
            : "only you read this chat.",
        ),
      ],
      buttons: [
        { label: "Price of TAO", command: "price", input: { assets: ["bittensor"] }, answer: "new" },
        {
          label: "2.5 TAO in euros",
          command: "convert",
          input: { amount: 2.5, from: "bittensor", to: "EUR" },
          answer: "new",
        },
        { label: "All commands", command: "help", input: {}, answer: "new" },
      ],
    }),
  });
