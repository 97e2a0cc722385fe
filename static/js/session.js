// Warns before the server ends an idle session, and lets the person stay. Without JavaScript the next
// request simply asks to sign in again: nothing that was saved is lost.

export function watchSession(dialog) {
  if (!dialog) return;
  let timers = [];

  function start(warnAfter, endAfter) {
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(() => dialog.open || dialog.showModal(), warnAfter * 1000),
      setTimeout(over, endAfter * 1000),
    ];
  }

  // A page that holds something not saved yet may stay; it says so itself.
  function over() {
    const event = new CustomEvent("app:session-over", { cancelable: true });
    if (document.dispatchEvent(event)) window.location.assign(dialog.dataset.login);
  }

  async function stay() {
    const answer = await fetch(dialog.dataset.extend, {
      method: "POST",
      headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
    });
    if (!answer.ok || answer.redirected) return over();
    const limits = await answer.json();
    dialog.close();
    start(limits.warn_after, limits.end_after);
  }

  dialog.querySelector("button").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
  start(Number(dialog.dataset.warnAfter), Number(dialog.dataset.endAfter));
}
