// Keeps every cell of a return as it is left, and says beside it whether it is kept. Nothing is stored in the browser: what
// could not be saved stays in the page, and is sent again once the person has signed in in another window.

const form = document.getElementById("return-entry");
const notice = document.getElementById("entry-notice");
const spoken = document.getElementById("entry-spoken");
const SIGNED_OUT = "You have been signed out: sign in in a new window, then go on";
const TRY_AGAIN = "Not saved: try again";
let latest = 0;

const cells = new Map();

class Cell {
  constructor(place) {
    this.place = place;
    this.column = place.dataset.column;
    this.input = place.querySelector("[data-value]");
    this.reason = place.querySelector("[data-reason]");
    this.tick = place.querySelector("[data-confirm]");
    this.seen = place.querySelector("[data-seen]");
    this.state = place.querySelector("[data-state]");
    this.messages = place.querySelector(".app-entry__messages");
    this.isSaving = false;
    this.isAsked = false;
    this.input.addEventListener("change", () => this.left(this.input));
    this.reason?.addEventListener("change", () => this.left(this.reason));
    this.tick?.addEventListener("change", () => this.save({ confirmed: this.tick.checked }));
  }

  get text() {
    const number = this.input.value.trim().replace(/\s+/g, " ");
    return this.reason?.value ? `${number} NA:${this.reason.value}`.trim() : number;
  }

  get isUnsaved() {
    return !this.isAsked && this.text !== this.seen.value;
  }

  // A number and a reason for having none exclude each other: the one chosen last stands.
  left(changed) {
    if (this.reason && changed === this.reason && this.reason.value) this.input.value = "";
    if (this.reason && changed === this.input && this.input.value.trim()) this.reason.value = "";
    this.save({ text: this.text, seen: this.seen.value });
  }

  async save(given) {
    if (this.isSaving) {
      this.again = true;
      return;
    }
    this.isSaving = true;
    this.say("Saving");
    await send(this, given).catch(() => this.failed(TRY_AGAIN));
    this.isSaving = false;
    if (this.again) {
      this.again = false;
      if (this.isUnsaved) await this.save({ text: this.text, seen: this.seen.value });
    }
  }

  say(words, isUnsaved = false) {
    this.state.textContent = words;
    this.state.classList.toggle("app-entry__state--unsaved", isUnsaved);
  }

  failed(words) {
    this.say(words, true);
    announce(`${this.place.dataset.title}: ${words}`);
  }

  kept(answer, given) {
    if ("text" in given) {
      this.seen.value = answer.text;
      this.tick?.closest(".app-entry__tick").remove();
      this.tick = null;
    }
    this.say(given.confirmed ? "Confirmed" : answer.state);
  }

  show(problems) {
    const shown = problems.map((problem) => message(problem));
    this.messages.replaceChildren(...shown);
    const isWrong = problems.some((problem) => problem.level === "E");
    this.place.classList.toggle("nhsuk-form-group--error", isWrong);
    const kind = this.input.tagName === "SELECT" ? "select" : this.input.tagName === "TEXTAREA" ? "textarea" : "input";
    this.input.classList.toggle(`nhsuk-${kind}--error`, isWrong);
    return shown.map((line) => line.textContent).join(" ");
  }

  // Somebody else wrote here first: both values, and the person decides.
  asks(conflict) {
    this.isAsked = true;
    this.show([{ level: "E", text: conflict.text }]);
    this.messages.append(
      button(`Keep ${conflict.keep}`, () => this.decided(conflict.yours, conflict.theirs)),
      button(`Take ${conflict.take}`, () => this.decided(conflict.theirs, conflict.theirs)),
    );
    this.failed("Not saved: choose which is right");
  }

  decided(text, theirs) {
    this.isAsked = false;
    const found = text.match(/^(.*?)\s*NA:(\w+)$/);
    if (this.reason) this.reason.value = found ? found[2] : "";
    this.input.value = found ? found[1] : text;
    this.seen.value = theirs;
    this.show([]);
    this.save({ text: this.text, seen: theirs });
    this.input.focus();
  }
}

function message(problem) {
  const line = document.createElement("p");
  const lead = document.createElement(problem.level === "E" ? "span" : "strong");
  lead.textContent = problem.level === "E" ? "Error: " : "Look again: ";
  if (problem.level === "E") lead.className = "nhsuk-u-visually-hidden";
  line.className = problem.level === "E" ? "nhsuk-error-message" : "app-entry__warning";
  line.append(lead, problem.text);
  return line;
}

function button(words, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "nhsuk-button nhsuk-button--small nhsuk-button--secondary";
  made.textContent = words;
  made.addEventListener("click", action);
  return made;
}

function announce(words) {
  spoken.textContent = words;
}

async function send(cell, given, isSecondTry = false) {
  const answer = await fetch(form.dataset.cellHref, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "HX-Request": "true",
      "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
    },
    body: JSON.stringify({ column: cell.column, ...given }),
  });
  if (answer.status === 401) return signedOut(cell);
  // Signing in again changes the form's token: take the new one, once.
  if (answer.status === 403 && !isSecondTry && (await renewToken())) return send(cell, given, true);
  if (answer.status === 409) return cell.asks(await answer.json());
  if (answer.status === 422) return refused(cell, await answer.json());
  if (!answer.ok) return cell.failed(TRY_AGAIN);
  const kept = await answer.json();
  cell.kept(kept, given);
  showProblems(kept, cell);
  if (![...cells.values()].some((one) => one.isUnsaved)) notice.hidden = true;
}

function refused(cell, answer) {
  cell.show([{ level: "E", text: answer.message }]);
  cell.failed("Not saved");
}

// Answers may overtake one another: only the newest speaks of the others' cells.
function showProblems(kept, cell) {
  if (kept.revision < latest) return;
  latest = kept.revision;
  for (const one of cells.values()) {
    if (one.isAsked || one.isUnsaved) continue;
    const words = one.show(kept.problems[one.column] ?? []);
    if (one === cell && words) announce(`${cell.place.dataset.title}: ${words}`);
  }
  if (kept.closed) {
    notice.textContent = kept.closed;
    notice.hidden = false;
  }
}

async function renewToken() {
  const answer = await fetch(window.location.href, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("#return-entry [name=csrfmiddlewaretoken]");
  if (!token) return false;
  form.elements.csrfmiddlewaretoken.value = token.value;
  return true;
}

function signedOut(cell) {
  cell.failed(SIGNED_OUT);
  sayNotice();
}

function sayNotice() {
  if (!notice.hidden) return;
  const words = document.createElement("p");
  words.textContent = "You have been signed out. What you typed stands below; what is marked as not saved is not kept yet.";
  const way = document.createElement("a");
  way.href = `${form.dataset.login}?next=${encodeURIComponent(window.location.pathname)}`;
  way.target = "_blank";
  way.rel = "noopener";
  way.textContent = "Sign in in a new window";
  const line = document.createElement("p");
  line.append(way, ", then come back to this one.");
  notice.replaceChildren(words, line, button("Save what is not saved", saveAll));
  notice.hidden = false;
}

function saveAll() {
  for (const cell of cells.values()) {
    if (cell.isUnsaved) cell.save({ text: cell.text, seen: cell.seen.value });
  }
}

function isAnyUnsaved() {
  return [...cells.values()].some((cell) => cell.isUnsaved || cell.isSaving);
}

if (form) {
  for (const place of form.querySelectorAll(".app-entry__cell")) cells.set(place.dataset.column, new Cell(place));
  let isLeaving = false;
  form.addEventListener("submit", () => { isLeaving = true; });
  window.addEventListener("beforeunload", (event) => { if (!isLeaving && isAnyUnsaved()) event.preventDefault(); });
  window.addEventListener("focus", () => { if (!notice.hidden) saveAll(); });
  // The page's own end of the session (session.js): stay while something is not kept, else go and sign in.
  document.addEventListener("app:session-over", (event) => {
    event.preventDefault();
    if (!isAnyUnsaved()) {
      window.location.assign(`${form.dataset.login}?next=${encodeURIComponent(window.location.pathname)}`);
      return;
    }
    document.getElementById("session-warning")?.close();
    sayNotice();
  });
}
