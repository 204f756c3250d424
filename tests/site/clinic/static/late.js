// Puts the content of a form's template in the place of its spinner once its time has come.
for (const form of document.querySelectorAll("[data-late-seconds]")) {
  setTimeout(() => {
    form.replaceChildren(form.querySelector("template").content);
    form.removeAttribute("aria-busy");
  }, Number(form.dataset.lateSeconds) * 1000);
}
