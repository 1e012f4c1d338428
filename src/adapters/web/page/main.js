// Puts the page together.
import { createAttachment } from "./attachment.js";
import { createComposer } from "./composer.js";
import { createConversation } from "./conversation.js";
import { listen, Refused, signIn, visit } from "./desk.js";
import { element } from "./reply.js";

const find = (id) => document.getElementById(id);
const WORDS = { ok: "Connected", wait: "Connecting", lost: "Desk unreachable" };

function state(name) {
  const shown = find("state");
  if (shown.dataset.state === name) return;
  shown.dataset.state = name;
  shown.textContent = WORDS[name];
}

function setUpSignIn(standing) {
  const form = find("sign-in");
  form.hidden = standing === "done";
  find("sign-in-row").hidden = standing !== "wanted";
  if (standing === "closed")
    find("sign-in-words").textContent =
      "Look-ups work as they are. Free questions are answered on the desk's own machine only, until it is set up for more.";
}

async function submitCode(code) {
  const error = find("sign-in-error");
  error.textContent = "";
  try {
    await signIn(code);
    setUpSignIn("done");
    find("line").focus();
  } catch (failure) {
    error.textContent = failure instanceof Refused ? failure.message : "The desk cannot be reached. Please try again.";
  }
}

async function begin() {
  // What a link carries behind the # is taken out of the address at once.
  const mark = location.hash;
  if (mark !== "") history.replaceState(null, "", location.pathname);

  const visited = await visit(() => state("lost"));
  state("ok");
  find("owner").hidden = !visited.isOwner;
  setUpSignIn(visited.signIn);
  find("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    void submitCode(find("code").value);
  });

  const conversation = createConversation({
    log: find("log"),
    account: visited.account,
    state,
    signIn: () => find("sign-in").hidden || find("code").focus(),
    begun: () => (find("welcome").hidden = true),
  });
  find("welcome").hidden = !conversation.isEmpty();
  find("steps").append(
    ...visited.firstSteps.map((step) => {
      const button = element("button", { type: "button" }, step);
      button.addEventListener("click", () => conversation.ask(step));
      return element("li", {}, button);
    }),
  );
  createComposer({
    form: find("composer"),
    box: find("line"),
    list: find("completions"),
    offered: find("offered"),
    attachment: createAttachment({
      input: find("file"),
      open: find("attach"),
      shown: find("attached"),
      name: find("attached-name"),
      remove: find("detach"),
    }),
    ask: (text, file) => conversation.ask(text, file),
  });
  if (mark.startsWith("#sign-in=") && visited.signIn === "wanted") void submitCode(mark.slice("#sign-in=".length));
  if (matchMedia("(hover: hover)").matches) find("line").focus();
  void listen({ message: (key, reply) => conversation.receive(key, reply), state });
}

begin().catch((error) => {
  state("lost");
  const words = error instanceof Refused ? error.message : "This page failed to start. Please reload it.";
  find("log").append(element("div", { class: "waiting is-lost" }, element("p", {}, words)));
});
