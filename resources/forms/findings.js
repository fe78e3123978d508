// Saves the answers as JSON, and keeps each in the page too, so that Ctrl+S saves them as well.
"use strict";
const form = document.getElementById("answers");
form.addEventListener("submit", event => event.preventDefault());
document.addEventListener("change", ({target}) => {
  if (target.type === "radio") {
    for (const one of document.getElementsByName(target.name)) {
      one.toggleAttribute("checked", one.checked);
    }
    if (target.name === "language") document.documentElement.lang = target.value;
  }
});
form.addEventListener("input", ({target}) => {
  if (target.tagName === "TEXTAREA") target.textContent = target.value;
});
document.getElementById("save").addEventListener("click", () => {
  const found = [];
  let first = null;
  for (const one of form.querySelectorAll("fieldset.finding")) {
    const chosen = one.querySelector(".answer input:checked");
    const words = one.querySelector("textarea");
    const bad = chosen && chosen.value === "dispute" && !words.value.trim();
    words.setAttribute("aria-invalid", String(Boolean(bad)));
    if (bad) first = first || words;
    found.push({...JSON.parse(one.dataset.finding), answer: chosen ? chosen.value : "",
      reason: words.value.trim()});
  }
  document.getElementById("problems").hidden = !first;
  if (first) { first.focus(); return; }
  const told = {
    format: form.dataset.format, annotator: form.dataset.annotator, findings: found,
    language: form.dataset.language,
  };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(told, null, 1)], {type: "application/json"}));
  link.download = form.dataset.annotator.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, "-") + ".answers.json";
  document.getElementById("told").textContent = link.download;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
