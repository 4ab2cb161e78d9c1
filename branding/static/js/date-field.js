// <date-field calendar="persian"> wraps a text input and gives it a calendar. The calendars are the browser's own (ICU).
const DAY = 86_400_000;
const PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹";
const LOCALES = { fa: "fa-IR", th: "th-TH", tr: "tr-TR" };

function today() {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
}

class DateField extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.popup = this.querySelector("[popover]");
    this.grid = this.popup.querySelector("[role=grid]");
    this.language = document.documentElement.lang || "en";
    this.prepareFormats();
    this.popup.addEventListener("toggle", (event) => event.newState === "open" && this.open());
    this.popup.addEventListener("click", (event) => this.clicked(event));
    this.popup.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("input", () => { delete this.input.dataset.iso; });
  }

  prepareFormats() {
    const calendar = this.getAttribute("calendar") || "gregory";
    const locale = LOCALES[this.language] ?? "en-US";
    const inCalendar = { calendar, timeZone: "UTC" };
    this.numeric = new Intl.DateTimeFormat("en-u-nu-latn", { ...inCalendar, year: "numeric", month: "numeric", day: "numeric" });
    this.heading = new Intl.DateTimeFormat(locale, { ...inCalendar, year: "numeric", month: "long" });
    this.spoken = new Intl.DateTimeFormat(locale, { ...inCalendar, dateStyle: "full" });
    this.shortDay = new Intl.DateTimeFormat(locale, { weekday: "narrow", timeZone: "UTC" });
    this.longDay = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
    this.numeral = new Intl.NumberFormat(locale, { useGrouping: false });
    const week = new Intl.Locale(locale);
    this.firstWeekday = (week.getWeekInfo?.() ?? week.weekInfo ?? { firstDay: 1 }).firstDay % 7;
  }

  // Times below are milliseconds at midnight UTC; parts are in the reader's calendar.
  parts(time) {
    const found = {};
    for (const part of this.numeric.formatToParts(time)) found[part.type] = parseInt(part.value, 10);
    return { year: found.year ?? found.relatedYear, month: found.month, day: found.day };
  }

  monthStart(time) {
    return time - (this.parts(time).day - 1) * DAY;
  }

  step(time, months) {
    const { day } = this.parts(time);
    const start = this.monthStart(time);
    // 31 days after the first lies in the next month, whatever its length.
    const target = this.monthStart(months > 0 ? start + 31 * DAY : start - DAY);
    let wished = target + (day - 1) * DAY;
    while (this.parts(wished).month !== this.parts(target).month) wished -= DAY;
    return wished;
  }

  stepped(months) {
    let time = this.cursor;
    for (let left = Math.abs(months); left > 0; left -= 1) time = this.step(time, Math.sign(months));
    return time;
  }

  written() {
    const latin = this.input.value.replace(/[۰-۹]/g, (digit) => PERSIAN_DIGITS.indexOf(digit));
    const typed = latin.match(/^\s*(\d{4})\D(\d{1,2})\D(\d{1,2})\s*$/)?.slice(1).map(Number);
    if (!typed) return null;
    const [year, month, day] = typed;
    const now = this.parts(today());
    const days = (year - now.year) * 365.2425 + (month - now.month) * 30.44 + (day - now.day);
    const guess = today() + Math.round(days) * DAY;
    for (let off = -6; off <= 6; off += 1) {
      const tried = this.parts(guess + off * DAY);
      if (tried.year === year && tried.month === month && tried.day === day) return guess + off * DAY;
    }
    return null;
  }

  open() {
    const iso = this.input.dataset.iso;
    this.selected = iso ? Date.parse(`${iso}T00:00Z`) : this.written();
    this.cursor = this.selected ?? today();
    this.draw(true);
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.time) this.pick(Number(button.dataset.time));
    if (button.dataset.step) {
      this.cursor = this.step(this.cursor, Number(button.dataset.step));
      this.draw(false);
    }
  }

  pressed(event) {
    const forwards = this.matches(":dir(rtl)") ? -1 : 1;
    const passed = (new Date(this.cursor).getUTCDay() - this.firstWeekday + 7) % 7;
    const steps = { ArrowLeft: -forwards, ArrowRight: forwards, ArrowUp: -7, ArrowDown: 7, Home: -passed, End: 6 - passed };
    const pages = { PageUp: -1, PageDown: 1 };
    if (!(event.key in steps) && !(event.key in pages)) return;
    const days = steps[event.key];
    const months = pages[event.key] * (event.shiftKey ? 12 : 1);
    event.preventDefault();
    this.cursor = months ? this.stepped(months) : this.cursor + days * DAY;
    this.draw(true);
  }

  pick(time) {
    const { year, month, day } = this.parts(time);
    const mark = this.language === "en" ? "-" : "/";
    const text = [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")].join(mark);
    this.input.value = this.language === "fa" ? text.replace(/\d/g, (digit) => PERSIAN_DIGITS[digit]) : text;
    this.input.dataset.iso = new Date(time).toISOString().slice(0, 10);
    this.popup.hidePopover();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.dataset.iso = new Date(time).toISOString().slice(0, 10);
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.input.focus();
  }

  draw(takesFocus) {
    this.popup.querySelector("output").textContent = this.title();
    this.grid.replaceChildren(this.weekdays(), ...this.weeks());
    if (takesFocus) this.grid.querySelector('[tabindex="0"]')?.focus();
  }

  title() {
    const found = Object.fromEntries(this.heading.formatToParts(this.cursor).map((part) => [part.type, part.value]));
    return `${found.month} ${found.year ?? found.relatedYear}`;
  }

  weekdays() {
    const sunday = Date.UTC(2023, 0, 1);
    return this.row([...Array(7).keys()].map((index) => {
      const time = sunday + ((index + this.firstWeekday) % 7) * DAY;
      const cell = this.cell("span", "columnheader", this.shortDay.format(time));
      cell.ariaLabel = this.longDay.format(time);
      return cell;
    }));
  }

  weeks() {
    const start = this.monthStart(this.cursor);
    const { month } = this.parts(start);
    const lead = (new Date(start).getUTCDay() - this.firstWeekday + 7) % 7;
    const weeks = [];
    for (let time = start - lead * DAY; weeks.length === 0 || this.parts(time).month === month; time += 7 * DAY) {
      weeks.push(this.row([...Array(7).keys()].map((index) => this.dayCell(time + index * DAY, month))));
    }
    return weeks;
  }

  dayCell(time, month) {
    const parts = this.parts(time);
    if (parts.month !== month) return this.cell("span", "gridcell", "");
    const button = this.cell("button", "gridcell", this.numeral.format(parts.day));
    button.type = "button";
    button.dataset.time = time;
    button.tabIndex = time === this.cursor ? 0 : -1;
    button.ariaLabel = this.spoken.format(time);
    button.ariaSelected = String(time === this.selected);
    if (time === today()) button.ariaCurrent = "date";
    return button;
  }

  row(cells) {
    const row = this.cell("div", "row", "");
    row.append(...cells);
    return row;
  }

  cell(tag, role, text) {
    const element = document.createElement(tag);
    element.setAttribute("role", role);
    element.textContent = text;
    return element;
  }
}

customElements.define("date-field", DateField);
