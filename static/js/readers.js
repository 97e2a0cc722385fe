// Who can read each field, kept true while the choice of readers changes. Without this the words hold for what was saved last.

export function sayReaders() {
  for (const choice of document.querySelectorAll("select[data-readers=choice]")) {
    choice.addEventListener("change", () => rewrite(choice));
    // A browser that goes back restores the choice, not the words.
    rewrite(choice);
  }
}

function rewrite(choice) {
  for (const words of choice.form.querySelectorAll(".app-readers")) {
    const level = Math.min(Number(choice.value), Number(words.dataset.readersCeiling));
    words.textContent = `Can be read by: ${label(choice, level)}.`;
  }
}

function label(choice, level) {
  const found = [...choice.options].find((option) => Number(option.value) === level);
  return found.textContent.trim().toLowerCase();
}
