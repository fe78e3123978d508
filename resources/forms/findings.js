// Saves the answers as JSON, and keeps them in the page too, so that Ctrl+S saves them as well.
"use strict";
const form = document.getElementById("answers");
const kept = document.getElementById("kept");
const told = JSON.parse(kept.textContent);
const findings = [...form.querySelectorAll("fieldset.finding")];
let waiting = 0;

function keep() {
  clearTimeout(waiting);
  findings.forEach((one, n) => {
    const chosen = one.querySelector(".answer input:checked");
    told.findings[n].answer = chosen ? chosen.value : "";
    told.findings[n].reason = one.querySelector("textarea").value.trim();
  });
  kept.textContent = JSON.stringify(told).replaceAll("<", "\\u003c");
}

form.addEventListener("submit", event => event.preventDefault());
document.addEventListener("change", ({target}) => {
  if (target.type === "radio") {
    for (const one of document.getElementsByName(target.name)) {
      one.toggleAttribute("checked", one.checked);
    }
    if (target.name === "language") document.documentElement.lang = target.value;
  }
  keep();
});
form.addEventListener("input", ({target}) => {
  if (target.tagName === "TEXTAREA") target.textContent = target.value;
  clearTimeout(waiting);
  waiting = setTimeout(keep, 250);
});
// Whoever reaches for Ctrl+S saves what was typed a moment ago.
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey) keep();
});
document.getElementById("save").addEventListener("click", () => {
  keep();
  let first = null;
  findings.forEach((one, n) => {
    const words = one.querySelector("textarea");
    const bad = told.findings[n].answer === "dispute" && !told.findings[n].reason;
    words.setAttribute("aria-invalid", String(bad));
    if (bad) first = first || words;
  });
  document.getElementById("problems").hidden = !first;
  if (first) { first.focus(); return; }
  const link = document.createElement("a");
  const file = new Blob([JSON.stringify(told, null, 1)], {type: "application/json"});
  link.href = URL.createObjectURL(file);
  link.download = told.annotator.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, "-") + ".answers.json";
  document.getElementById("told").textContent = link.download;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
