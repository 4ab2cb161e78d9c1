// The brand studio: frames that follow what is typed, and colours chosen by eye or by code.
const preview = document.querySelector(".studio-preview");
const form = document.getElementById("studio");

// Frames are pages as wide as a desk's screen, drawn small.
function fit(screen) {
  const zoom = screen.clientWidth / Number(getComputedStyle(screen).getPropertyValue("--wide"));
  if (zoom) screen.style.setProperty("--zoom", zoom);
}
const sizes = new ResizeObserver((entries) => entries.forEach((entry) => fit(entry.target)));
preview?.querySelectorAll(".screen").forEach((screen) => sizes.observe(screen));

// A frame is drawn anew behind the old one and takes its place when it is ready: nothing flickers.
function renew(screen, stamp) {
  const old = screen.querySelector("iframe:not([data-coming])");
  screen.querySelectorAll("[data-coming]").forEach((each) => each.remove());
  const coming = old.cloneNode();
  const address = new URL(old.src);
  address.pathname = address.pathname.replace(/preview\/[^/]+/, `preview/${preview.dataset.draft}`);
  address.search = stamp;
  coming.loading = "eager";
  coming.dataset.coming = "";
  coming.addEventListener("load", () => {
    delete coming.dataset.coming;
    old.remove();
  }, { once: true });
  coming.src = address.href;
  screen.append(coming);
  screen.dataset.stamp = stamp;
  const link = screen.parentElement.querySelector("[data-frame-link]");
  link.href = address.pathname;
}

let stamp = "";
function follow() {
  if (!stamp) return;
  preview.querySelectorAll(".screen").forEach((screen) => {
    if (screen.offsetParent && screen.dataset.stamp !== stamp) renew(screen, stamp);
  });
}
document.addEventListener("brand-drafted", () => {
  stamp = String(Date.now());
  follow();
});
document.getElementById("surfaces")?.addEventListener("change", follow);
preview?.addEventListener("change", follow);

// Pictures and long texts travel once, when they are chosen or left; while one types, words alone do.
form?.addEventListener("change", (event) => {
  if (event.target.type !== "file" && !event.target.closest(".fold")) return;
  htmx.ajax("POST", form.dataset.draftUrl, { source: form, target: "#readings", swap: "outerHTML" });
});

document.querySelectorAll("[data-colour-of]").forEach((chooser) => {
  const code = document.getElementById(chooser.dataset.colourOf);
  chooser.addEventListener("input", () => { code.value = chooser.value; });
  code.addEventListener("input", () => {
    if (/^#[0-9a-f]{6}$/i.test(code.value)) chooser.value = code.value;
  });
});

// A form that came back from the server with what was typed is unsaved from the start.
if (form && "typed" in form.dataset) form.dispatchEvent(new Event("input", { bubbles: true }));
