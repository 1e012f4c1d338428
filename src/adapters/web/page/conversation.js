// The conversation on the page: what was asked, what was answered, and what is still being worked on.
import { Refused, retryNow, turn, upload } from "./desk.js";
import { keepHistory, readHistory } from "./history.js";
import { element, replyParts } from "./reply.js";

const makeKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const sentence = (words) => ({ blocks: [{ kind: "text", spans: [{ text: words }] }], buttons: [], isPrivate: false });

/**
 * `log` is the element that holds it; `state` is told when the desk cannot be reached, `signIn` when it wants a sign-in.
 * An entry is { kind: "asked", key, text, open } or { kind: "reply", key, reply }.
 */
export function createConversation({ log, account, state, signIn, begun }) {
  const entries = readHistory(account);
  const save = () => keepHistory(account, entries);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const show = (shown, block) => shown.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

  /** The foot of the page comes into view, but a long answer is read from its head. */
  const reveal = (slip) => {
    const tall = slip.getBoundingClientRect().height > innerHeight * 0.6;
    if (tall) show(slip, "start");
    else scrollTo({ top: document.documentElement.scrollHeight, behavior: calm.matches ? "auto" : "smooth" });
  };

  function slipOf(entry) {
    const slip = element("article", { class: "slip", tabindex: "-1", "aria-label": entry.reply.title ?? "Answer" });
    fill(slip, entry);
    return slip;
  }

  function fill(slip, entry) {
    slip.classList.toggle("is-private", entry.reply.isPrivate);
    slip.setAttribute("aria-label", entry.reply.title ?? "Answer");
    slip.replaceChildren(...replyParts(entry.reply, (id) => void press(id, slip, entry)));
  }

  const askedLine = ({ text, attached }) =>
    element(
      "p",
      { class: text.startsWith("/") ? "asked command" : "asked", dir: "auto" },
      attached === undefined ? text : `${text} [${attached}]`.trim(),
    );

  /** A seed phrase stays neither on the screen nor in what a reload would show again. */
  function forget(asked) {
    for (const line of log.querySelectorAll(".asked"))
      if (line.textContent === asked.text) line.textContent = "(removed)";
    asked.text = "(removed)";
    save();
  }

  function addReply(reply, key, place) {
    const entry = { kind: "reply", key, reply };
    entries.push(entry);
    const slip = slipOf(entry);
    if (place) place.replaceWith(slip);
    else log.append(slip);
    save();
    return slip;
  }

  function waitingLine() {
    const words = element("p", {}, "Working on it");
    const again = element("button", { type: "button", hidden: "" }, "Try now");
    again.addEventListener("click", retryNow);
    const line = element("div", { class: "waiting" }, words, again);
    const say = (text, isLost) => {
      if (words.textContent !== text) words.textContent = text;
      again.hidden = !isLost;
      line.classList.toggle("is-lost", isLost);
    };
    return {
      line,
      progress: (text) => (state("ok"), say(text, false)),
      lost: () => (state("lost"), say("The desk cannot be reached. Your question is kept and asked again.", true)),
    };
  }

  /** A file goes ahead, once: a reload finds its id. Without it nothing is asked. */
  async function withFile(asked, file) {
    if (!file) return asked.file;
    asked.file = await upload(file);
    save();
    return asked.file;
  }

  async function work(asked, file) {
    const { line, progress, lost } = waitingLine();
    log.append(line);
    reveal(line);
    try {
      const id = await withFile(asked, file);
      const answer = await turn({ key: asked.key, text: asked.text, file: id }, { progress, lost });
      state("ok");
      asked.open = false;
      if (answer.forget) forget(asked);
      if (answer.signIn) signIn();
      if (answer.reply === null) return;
      reveal(addReply(answer.reply, asked.key, line));
    } catch (error) {
      asked.open = false;
      const failed = file && !asked.file ? "The file could not be sent." : "This page could not show the answer.";
      const words = error instanceof Refused ? error.message : failed;
      reveal(addReply(sentence(words), asked.key, line));
    } finally {
      line.remove();
      save();
    }
  }

  /** Focus stays where the hand is: on the same button of the new content, else on the slip. */
  function refocus(slip, index) {
    const buttons = slip.querySelectorAll("button");
    (buttons[Math.min(index, buttons.length - 1)] ?? slip).focus({ preventScroll: true });
  }

  async function press(id, slip, entry) {
    if (slip.getAttribute("aria-busy") === "true") return;
    slip.setAttribute("aria-busy", "true");
    const index = [...slip.querySelectorAll("button")].indexOf(document.activeElement);
    const { line, progress, lost } = waitingLine();
    const late = setTimeout(() => slip.after(line), 400);
    const key = makeKey();
    try {
      const answer = await turn({ key, press: id }, { progress, lost: () => (slip.after(line), lost()) });
      state("ok");
      if (answer.reply === null) return;
      if (answer.edit) {
        entry.reply = answer.reply;
        fill(slip, entry);
        if (index >= 0) refocus(slip, index);
      } else reveal(addReply(answer.reply, key));
    } catch (error) {
      reveal(
        addReply(sentence(error instanceof Refused ? error.message : "This page could not show the answer."), key),
      );
    } finally {
      clearTimeout(late);
      line.remove();
      slip.removeAttribute("aria-busy");
      save();
    }
  }

  // What a reload left behind: shown again without being read out again, and what was open is asked for with its old key.
  log.setAttribute("aria-busy", "true");
  log.append(...entries.map((entry) => (entry.kind === "asked" ? askedLine(entry) : slipOf(entry))));
  log.removeAttribute("aria-busy");
  for (const entry of entries) if (entry.kind === "asked" && entry.open) void work(entry);
  const last = log.lastElementChild;
  if (last) requestAnimationFrame(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: "auto" }));

  return {
    isEmpty: () => entries.length === 0,

    ask(text, file) {
      const asked = { kind: "asked", key: makeKey(), text, attached: file?.name, open: true };
      entries.push(asked);
      save();
      begun();
      log.append(askedLine(asked));
      void work(asked, file);
    },

    /** What nobody asked for; a message that is there already is not shown twice. */
    receive(key, reply) {
      if (entries.some((entry) => entry.kind === "reply" && entry.key === key)) return;
      begun();
      addReply(reply, key);
    },
  };
}
