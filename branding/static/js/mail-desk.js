// The desk at which words of mails are written: names are inserted where one writes, and the preview follows.
const desk = document.querySelector("[data-mail-desk]");
const form = document.querySelector("#words");
const preview = document.querySelector("[data-preview]");
const WAIT = 500;
let field = form.querySelector("textarea");
let timer = 0;

function show() {
  clearTimeout(timer);
  timer = setTimeout(() => form.requestSubmit(preview), WAIT);
}

form.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea, input[name=subject]")) field = event.target;
});

desk.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  show();
});

form.addEventListener("input", show);
desk.addEventListener("change", (event) => {
  if (event.target.matches("[name=shape], [name=theme]")) form.requestSubmit(preview);
});
