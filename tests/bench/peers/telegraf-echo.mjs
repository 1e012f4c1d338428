// The least that a Telegram bot on telegraf can be: it answers one command with one line.
import { Telegraf } from "telegraf";

const bot = new Telegraf(process.env.TELEGRAM_BOT_TOKEN, { telegram: { apiRoot: process.env.TELEGRAM_API_ROOT } });
bot.command("glossary", (context) => context.reply("Fully diluted value: price times the greatest supply."));
process.on("SIGTERM", () => bot.stop("SIGTERM"));
process.stdout.write("ready\n");
await bot.launch();
