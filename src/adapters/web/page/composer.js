// The question box: Enter sends, a slash offers commands, arrows choose among them, up brings the last question back.
import { suggest } from "./desk.js";
import { element } from "./reply.js";

const SHOWN = 25;

/** `offered` is told to screen readers: how many completions there are. */
export function createComposer({ form, box, list, offered, attachment, ask }) {
  const asked = [];
  let recalled = 0;
  let options = [];
  let active = -1;
  let typing = new AbortController();
  let timer;

  const resize = () => {
    box.rows = 1;
    const lines = Math.round((box.scrollHeight - 20) / 24);
    box.rows = Math.min(6, Math.max(1, lines));
  };

  function choose(index) {
    active = index;
    for (const [at, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(at === index));
    const option = list.children[index];
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(timer);
    typing.abort();
    options = [];
    list.hidden = true;
    list.replaceChildren();
    offered.textContent = "";
    choose(-1);
  }

  function open(found) {
    options = found.slice(0, SHOWN);
    if (options.length === 0) return close();
    list.replaceChildren(
      ...options.map(({ label, description }, index) => {
        const option = element("li", { role: "option", id: `completion-${index}`, "aria-selected": "false" });
        option.append(element("span", {}, label), ...(description ? [element("small", {}, description)] : []));
        // Pressing must not take the focus out of the box.
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => accept(index));
        return option;
      }),
    );
    list.hidden = false;
    offered.textContent = options.length === 1 ? "1 completion" : `${options.length} completions`;
    choose(-1);
  }

  function accept(index) {
    box.value = options[index].line;
    close(); // Enter may follow at once, and must send then.
    box.setSelectionRange(box.value.length, box.value.length);
    resize();
    look();
  }

  function look() {
    clearTimeout(timer);
    typing.abort();
    const line = box.value;
    if (!line.startsWith("/") || line.includes("\n") || line.length > 400 || box.selectionEnd !== line.length)
      return close();
    typing = new AbortController();
    const { signal } = typing;
    timer = setTimeout(() => void complete(line, signal), 60);
  }

  async function complete(line, signal) {
    try {
      const found = await suggest(line, signal);
      // What is typed already is no suggestion.
      if (!signal.aborted) open(found.filter((each) => each.line.trim() !== line.trim()));
    } catch {
      if (!signal.aborted) close(); // Without completions the line can still be typed.
    }
  }

  function send() {
    const text = box.value.trim();
    const file = attachment.file();
    close();
    if (text === "" && !file) return;
    attachment.clear();
    if (text !== "") asked.push(text);
    recalled = asked.length;
    box.value = "";
    resize();
    ask(text, file);
  }

  function recall(step) {
    recalled = Math.min(asked.length, Math.max(0, recalled + step));
    box.value = asked[recalled] ?? "";
    resize();
  }

  box.addEventListener("input", () => (resize(), look()));
  box.addEventListener("blur", close);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
    box.focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isOpen = !list.hidden;
    const handled = (action) => {
      event.preventDefault();
      action();
    };
    if (isOpen && event.key === "ArrowDown") return handled(() => choose((active + 1) % options.length));
    if (isOpen && event.key === "ArrowUp") return handled(() => choose(active <= 0 ? options.length - 1 : active - 1));
    if (isOpen && event.key === "Escape") return handled(close);
    if (isOpen && event.key === "Tab" && !event.shiftKey) return handled(() => accept(Math.max(0, active)));
    if (isOpen && event.key === "Enter" && active >= 0) return handled(() => accept(active));
    if (event.key === "Enter" && !event.shiftKey) return handled(send);
    const isRecalled = box.value === "" || box.value === asked[recalled];
    if (event.key === "ArrowUp" && isRecalled && asked.length > 0) return handled(() => recall(-1));
    if (event.key === "ArrowDown" && isRecalled && recalled < asked.length) return handled(() => recall(1));
  });
  // A slash anywhere on the page begins a command.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "")) return;
    event.preventDefault();
    box.focus();
    if (box.value === "") {
      box.value = "/";
      look();
    }
  });
}
