// The least that a Telegram bot on telegraf can be: it answers one command with the one message that it is given.
import { Telegraf } from "telegraf";

const {
  TELEGRAM_BOT_TOKEN,
  TELEGRAM_API_ROOT,
  COMMAND = "glossary",
  ANSWER = '{"text":"Price times supply."}',
} = process.env;
const answer = JSON.parse(ANSWER);
const bot = new Telegraf(TELEGRAM_BOT_TOKEN, { telegram: { apiRoot: TELEGRAM_API_ROOT } });
bot.command(COMMAND, ({ chat, telegram }) => telegram.callApi("sendMessage", { ...answer, chat_id: chat.id }));
process.on("SIGTERM", () => bot.stop("SIGTERM"));
process.stdout.write("ready\n");
await bot.launch();
