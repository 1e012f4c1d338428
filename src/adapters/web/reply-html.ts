import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Block, Reply, Span, TableBlock } from "../../core/reply.ts";

/** Markup whose every value is escaped; hono makes it at once where nothing in it has to be waited for. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/**
 * A reply as markup for whoever cannot press anything: title, blocks, footer, and of its buttons those that are links.
 * @param pictureAt  the address of the picture that a chart is, by the chart's place among the blocks
 */
export const replyHtml = (
  { title, blocks, footer, buttons = [] }: Reply,
  pictureAt: (blockIndex: number) => string,
): Markup => {
  const links = buttons.flatMap((button) =>
    "url" in button ? [html`<li>${anchor(button.url, button.label)}</li>`] : [],
  );
  return html`${title === undefined ? "" : html`<h2 dir="auto">${title}</h2>`}
  ${blocks.map((block, index) => blockHtml(block, pictureAt(index)))}
  ${
    links.length === 0
      ? ""
      : html`<ul>
          ${links}
        </ul>`
  }
  ${footer === undefined ? "" : html`<p class="footer" dir="auto">${footer}</p>`}`;
};

function blockHtml(block: Block, picture: string): Markup {
  switch (block.kind) {
    case "text":
      return html`<p dir="auto">${block.spans.map(spanHtml)}</p>`;
    case "fields":
      return html`<dl class="fields">
        ${block.fields.map(
          ({ label, value }) =>
            html`<div>
              <dt dir="auto">${label}</dt>
              <dd dir="auto">${value}</dd>
            </div>`,
        )}
      </dl>`;
    case "table":
      return tableHtml(block);
    case "chart":
      return html`<figure class="picture"><img src="${picture}" alt="${block.alt}" /></figure>`;
    case "file":
      return html`<pre>${block.text}</pre>`;
  }
  return block satisfies never;
}

function spanHtml({ text, style, link }: Span): Markup {
  const inner = styled(text, style);
  return link !== undefined && /^https?:\/\//i.test(link) ? anchor(link, inner) : inner;
}

function styled(text: string, style: Span["style"]): Markup {
  switch (style) {
    case "bold":
      return html`<strong>${text}</strong>`;
    case "italic":
      return html`<em>${text}</em>`;
    case "code":
      return html`<code>${text}</code>`;
    case "quote":
      return html`<span class="quoted">${text}</span>`;
    case undefined:
      return html`${text}`;
  }
  return style satisfies never;
}

const anchor = (address: string, inner: Markup | string): Markup =>
  html`<a href="${address}" target="_blank" rel="noopener noreferrer">${inner}</a>`;

function tableHtml({ columns, rows }: TableBlock): Markup {
  const side = (index: number): string => (columns[index]?.align === "right" ? "right" : "");
  const head = columns.map(({ label }, index) => html`<th scope="col" class="${side(index)}">${label}</th>`);
  const body = rows.map(
    (row) =>
      html`<tr>
        ${row.map((cell, index) =>
          index === 0
            ? html`<th scope="row" dir="auto" class="${side(index)}">${cell}</th>`
            : html`<td dir="auto" class="${side(index)}">${cell}</td>`,
        )}
      </tr>`,
  );
  return html`<div class="table" tabindex="0" role="region" aria-label="Table of ${columns[0]?.label ?? "figures"}">
    <table>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}
