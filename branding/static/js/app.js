// What the pages gain with JavaScript. Nothing here is needed to do a job.
const root = document.documentElement;
const numerals = new Intl.NumberFormat(root.lang === "fa" ? "fa-IR" : root.lang);

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function toggleTheme() {
  root.dataset.theme = isDark() ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`;
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.querySelector("span");
  const before = label.textContent;
  label.textContent = button.dataset.done;
  setTimeout(() => { label.textContent = before; }, 1600);
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-theme-toggle], [data-copy], [data-dismiss], [data-reload]");
  if (!target) return;
  if ("themeToggle" in target.dataset) toggleTheme();
  if ("copy" in target.dataset) copy(target);
  if ("dismiss" in target.dataset) target.closest(".toast, .banner").remove();
  if ("reload" in target.dataset) location.reload();
});

// Tables: "select all", the count in the bulk bar, the column chooser.
function countTicked(form) {
  const rows = [...form.querySelectorAll("tbody input[type=checkbox][name], input[data-pick]")];
  const ticked = rows.filter((row) => row.checked).length;
  const output = form.querySelector("[data-count]");
  if (output) output.textContent = numerals.format(ticked);
  const all = form.querySelector("[data-all]");
  if (all) {
    all.checked = rows.length > 0 && ticked === rows.length;
    all.indeterminate = ticked > 0 && ticked < rows.length;
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form");
  const all = event.target.closest("[data-all]");
  const column = event.target.closest("[data-column]");
  if (all && form) form.querySelectorAll("tbody input[type=checkbox][name]").forEach((row) => { row.checked = all.checked; });
  if (column) {
    const scope = document.querySelector(column.dataset.table ?? "table") ?? document;
    scope.querySelectorAll(`tr > :nth-child(${Number(column.dataset.column) + 1})`).forEach((cell) => { cell.hidden = !column.checked; });
  }
  if (form) countTicked(form);
  const submit = event.target.closest("[data-submit]");
  if (submit) submit.form.requestSubmit();
});

// "/" goes to the search, unless one is writing.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const active = document.activeElement;
  if (active.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(active.tagName)) return;
  const search = document.querySelector("[data-search]") ?? document.querySelector("input[type=search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
});

// Unsaved changes: forms marked data-guard ask before they are left (S3.9).
const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

// Destructive buttons marked data-confirm ask first.
document.addEventListener("submit", (event) => {
  const asking = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (asking && !confirm(asking)) event.preventDefault();
});

// Toasts go by themselves, but not errors and not while one points at them.
function expireToasts() {
  document.querySelectorAll(".toast:not(.neg):not([data-timed])").forEach((toast) => {
    toast.dataset.timed = "";
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove());
    setTimeout(leave, 6000);
  });
}
expireToasts();
document.addEventListener("htmx:afterSettle", expireToasts);

// A row of tabs that is wider than the page begins at the current one.
function showCurrentTabs() {
  document.querySelectorAll(".tabs").forEach((tabs) => {
    const current = tabs.querySelector("[aria-current]")?.getBoundingClientRect();
    const box = tabs.getBoundingClientRect();
    if (current) tabs.scrollLeft += current.left + current.width / 2 - box.left - box.width / 2;
  });
}
showCurrentTabs();
document.addEventListener("htmx:afterSettle", showCurrentTabs);

// A mistake in a form is nothing that htmx should swallow: 422 is swapped in like any answer.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// Menus beside their buttons where CSS anchor positioning is missing.
function place(menu) {
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  if (!button) return;
  const anchor = button.getBoundingClientRect();
  const box = menu.getBoundingClientRect();
  const opensAtEnd = !menu.matches(".from-start");
  const wished = (root.dir === "rtl") === opensAtEnd ? anchor.left : anchor.right - box.width;
  const isBelow = anchor.bottom + box.height + 8 <= innerHeight;
  menu.style.left = `${Math.max(8, Math.min(wished, innerWidth - box.width - 8))}px`;
  menu.style.top = `${isBelow ? anchor.bottom : Math.max(8, anchor.top - box.height - 8)}px`;
}
if (!CSS.supports("position-area: block-end")) {
  document.addEventListener("toggle", (event) => {
    if (event.newState === "open" && event.target.matches(".menu")) place(event.target);
  }, true);
}

// Who loses the network sees a page of the portal's own, kept by a worker that keeps nothing else.
if ("serviceWorker" in navigator && isSecureContext) {
  addEventListener("load", () => navigator.serviceWorker.register("/service-worker.js").catch(() => {}));
}

// A form that carries a token to another host sends itself, once; its button is there for who has no JavaScript.
document.querySelectorAll("form[data-send-now]").forEach((form) => {
  if (!form.dataset.sent) { form.dataset.sent = "yes"; form.submit(); }
});
addEventListener("pageshow", (event) => { if (event.persisted && document.querySelector("form[data-send-now]")) history.back(); });

// The time left of a visit: counts down quietly, says aloud when few minutes are left, and asks the server at the end.
document.querySelectorAll("[data-countdown]").forEach((until) => {
  const end = Date.now() + Number(until.dataset.countdown) * 1000;
  const said = document.querySelector("[data-countdown-said]");
  const two = new Intl.NumberFormat(root.lang === "fa" ? "fa-IR" : root.lang, { minimumIntegerDigits: 2 });
  const show = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    until.textContent = `${two.format(Math.floor(left / 60))}:${two.format(left % 60)}`;
    if (said && left <= 300 && !said.textContent) said.textContent = said.dataset.said;
    if (left === 0) { clearInterval(ticking); location.reload(); }
  };
  const ticking = setInterval(show, 1000);
  show();
});
