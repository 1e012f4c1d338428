import { aCall, NOON } from "./calls.ts";
import type { Call } from "../../src/core/call.ts";
import { openWholeDesk, type WholeDesk } from "./whole-desk.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { plainText } from "../../src/core/plain.ts";
import type { Reply } from "../../src/core/reply.ts";

/** Where somebody speaks, and the key of what they say. */
interface Speaking {
  readonly chatId?: string;
  readonly isPublic?: boolean;
  readonly key?: string;
  readonly surface?: Call["surface"];
  readonly platform?: Call["place"]["platform"];
  readonly roleIds?: readonly string[];
}

interface Person {
  readonly call: (speaking?: Speaking) => Call;
  readonly say: (line: string, speaking?: Speaking) => Promise<Reply>;
  readonly read: (line: string, speaking?: Speaking) => Promise<string>;
  /** Presses the button or picks the option with this label. */
  readonly press: (reply: Reply, label: string, speaking?: Speaking) => Promise<Reply>;
}

export interface PeopleDesk extends WholeDesk {
  readonly person: (accountId: string, role?: Call["caller"]["role"]) => Promise<Person>;
}

/** The whole desk on the sample market, and people who speak to it. */
export async function peopleDesk(...opened: Parameters<typeof openWholeDesk>): Promise<PeopleDesk> {
  const whole = await openWholeDesk(...opened);
  const { desk } = whole;
  return {
    ...whole,
    async person(accountId, role = "member") {
      const { userId } = await whole.identify("telegram", accountId);
      const call = ({ chatId = accountId, isPublic = false, key, surface = "chat", ...more }: Speaking = {}): Call =>
        aCall({
          caller: { userId, accountId, name: accountId, role, ...(more.roleIds && { roleIds: more.roleIds }) },
          place: { platform: more.platform ?? "telegram", chatId, isPublic },
          surface,
          now: NOON,
          ...(key === undefined ? {} : { key }),
        });
      const say = async (line: string, speaking?: Speaking): Promise<Reply> => {
        const [first = "", second = "", ...rest] = line.split(" ");
        const longer = desk.commands.get(`${first} ${second}`);
        const command = longer ?? desk.commands.get(first);
        if (!command) throw new Error(`no command in ${line}`);
        const typed = longer ? rest.join(" ") : [second, ...rest].join(" ");
        return await desk.run(command.name, parseArguments(command, typed.trim()), call(speaking));
      };
      return {
        call,
        say,
        read: async (line, speaking) => plainText(await say(line, speaking)),
        async press(reply, label, speaking) {
          const shown = [...(reply.buttons ?? []), ...(reply.choices?.options ?? [])];
          const button = shown.find((each) => each.label === label);
          if (!button || "url" in button)
            throw new Error(`no button ${label} among ${shown.map((each) => each.label).join(", ")}`);
          return (await desk.press(await desk.keep(button, userId), call(speaking))).reply;
        },
      };
    },
  };
}
