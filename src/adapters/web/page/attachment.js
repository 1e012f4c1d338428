// The file that goes with the next line: chosen by the button, or dropped on the page.

/** `file()` is the one chosen; `clear()` takes it away. */
export function createAttachment({ input, open, shown, name, remove }) {
  let chosen;

  function show(file) {
    chosen = file;
    shown.hidden = !file;
    name.textContent = file?.name ?? "";
  }

  const clear = () => {
    input.value = "";
    show(undefined);
  };

  open.addEventListener("click", () => input.click());
  input.addEventListener("change", () => show(input.files[0]));
  remove.addEventListener("click", () => {
    clear();
    open.focus();
  });
  // Without this the browser would leave the page and open the file.
  const hasFile = ({ dataTransfer }) => dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener("dragover", (event) => hasFile(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    show(event.dataTransfer.files[0]);
  });
  return { file: () => chosen, clear };
}
