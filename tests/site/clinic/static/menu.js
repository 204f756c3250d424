// A menu is made from its template when it is opened, at the end of the page, and taken away when it is closed.
let shut = () => {};
for (const button of document.querySelectorAll("[aria-haspopup=menu]")) {
  const template = button.parentElement.querySelector("[data-menu]");
  const open = () => {
    document.body.append(template.content.cloneNode(true));
    const menu = document.body.lastElementChild, { left, bottom } = button.getBoundingClientRect();
    Object.assign(menu.style, { left: `${left + scrollX}px`, top: `${bottom + scrollY + 4}px` });
    menu.addEventListener("click", ({ target }) => target.dataset.href && location.assign(target.dataset.href));
    button.setAttribute("aria-expanded", true);
    shut = () => {
      menu.remove();
      button.setAttribute("aria-expanded", false);
      shut = () => {};
    };
  };
  button.addEventListener("click", () => (button.ariaExpanded === "true" ? shut() : open()));
}
addEventListener("keydown", ({ key }) => key === "Escape" && shut());
