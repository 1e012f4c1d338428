// A reply as elements. Everything is set as text, never as markup: nothing in a reply can become a tag.

/** An element with attributes and children; a string child is text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const isWebAddress = (address) => /^https?:\/\//i.test(address);

const outside = (address, ...children) =>
  element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);

const STYLES = { bold: ["strong"], italic: ["em"], code: ["code"], quote: ["span", { class: "quoted" }] };

function span({ text, style, link }) {
  const [name, attributes] = STYLES[style] ?? [];
  const inner = name === undefined ? text : element(name, attributes, text);
  return link !== undefined && isWebAddress(link) ? outside(link, inner) : inner;
}

function lock() {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  made.setAttribute("viewBox", "0 0 12 14");
  made.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M3 6V4a3 3 0 0 1 6 0v2M1.5 6h9v7h-9z");
  made.append(path);
  return made;
}

/** A change with its sign stands out by colour as well; the sign itself says the same. */
const trend = (value) =>
  /^\+\d[\d.,\s]*%$/.test(value) ? "up" : /^[-−]\d[\d.,\s]*%$/.test(value) ? "down" : undefined;

function table({ columns, rows }) {
  const classOf = (index, value) =>
    [columns[index]?.align === "right" ? "right" : "", trend(value) ?? ""].join(" ").trim() || undefined;
  const head = columns.map(({ label }, index) => element("th", { scope: "col", class: classOf(index, "") }, label));
  const body = rows.map((row) =>
    element(
      "tr",
      {},
      ...row.map((cell, index) =>
        index === 0
          ? element("th", { scope: "row", dir: "auto", class: classOf(0, "") }, cell)
          : element("td", { dir: "auto", class: classOf(index, cell) }, cell),
      ),
    ),
  );
  // A table that is wider than the slip is scrolled by keyboard too.
  return element(
    "div",
    { class: "table", tabindex: "0", role: "region", "aria-label": `Table of ${columns[0]?.label ?? "figures"}` },
    element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)),
  );
}

const BLOCKS = {
  text: ({ spans }) => element("p", { dir: "auto" }, ...spans.map(span)),
  fields: ({ fields }) =>
    element(
      "dl",
      { class: "fields" },
      ...fields.map(({ label, value }) =>
        element(
          "div",
          {},
          element("dt", { dir: "auto" }, label),
          element("dd", { dir: "auto", class: trend(value) }, value),
        ),
      ),
    ),
  table,
  picture: ({ src, alt, width, height }) =>
    element("figure", { class: "picture" }, element("img", { src, alt, width, height })),
  file: ({ name, text }) => {
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    return element("a", { class: "file", href: address, download: name }, `Download ${name}`);
  },
};

/**
 * What stands on the slip of a reply.
 * `press` is called with the id of the button pressed.
 */
export function replyParts(reply, press) {
  const pressed = (id) => (made) => {
    made.addEventListener("click", () => press(id));
    return made;
  };
  const parts = [];
  if (reply.isPrivate) parts.push(element("p", { class: "private" }, lock(), "Only you see this"));
  if (reply.title !== undefined) parts.push(element("h2", { dir: "auto" }, reply.title));
  parts.push(...reply.blocks.map((block) => BLOCKS[block.kind](block)));
  if (reply.choices) {
    const options = reply.choices.options.map(({ label, description, id }) =>
      pressed(id)(
        element("button", { type: "button" }, label, ...(description ? [element("small", {}, description)] : [])),
      ),
    );
    parts.push(
      element(
        "fieldset",
        {},
        element("legend", {}, reply.choices.prompt),
        element("div", { class: "choices" }, ...options),
      ),
    );
  }
  if (reply.buttons.length > 0) {
    const buttons = reply.buttons.map((button) =>
      "url" in button
        ? outside(button.url, button.label)
        : pressed(button.id)(element("button", { type: "button" }, button.label)),
    );
    parts.push(element("div", { class: "buttons" }, ...buttons));
  }
  if (reply.footer !== undefined) parts.push(element("p", { class: "footer", dir: "auto" }, reply.footer));
  return parts;
}
