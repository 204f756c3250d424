// The controls of a page that can be seen, each with the key by which two versions of a page are compared.
() => {
  const squeeze = (text) => (text || "").replace(/\s+/g, " ").trim();
  const isVisible = (e) => {
    const box = e.getBoundingClientRect();
    const isOnPage = box.right + scrollX > 0 && box.bottom + scrollY > 0;
    return isOnPage && box.width > 1 && box.height > 1 && e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const place = (e) => {
    const same = [...(e.parentNode?.children || [e])].filter((other) => other.tagName === e.tagName);
    return e.localName + (same.length > 1 ? `[${same.indexOf(e) + 1}]` : "");
  };
  const xpath = (e) => (e.parentElement ? xpath(e.parentElement) : "") + "/" + place(e);
  const label = (e) => {
    const labels = [...(e.labels || [])].map((each) => each.innerText).join(" ");
    const value = e.matches("input[type=submit],input[type=button],input[type=reset]") ? e.value : "";
    const said = e.matches("input,select,textarea") ? "" : e.innerText;
    const picture = e.querySelector("img[alt],svg title");
    return squeeze(e.getAttribute("aria-label") || labels || value || said || picture?.alt || picture?.textContent ||
      e.title || e.placeholder).replace(/:$/, "").slice(0, 60);
  };
  const kind = (e) => {
    if (e.localName === "a") return e.matches("[role=button]") ? "button" : "link";
    if (e.matches("button,summary,input[type=submit],input[type=button],input[type=reset],input[type=image]")) return "button";
    return e.localName === "input" ? (["checkbox", "radio", "file"].includes(e.type) ? e.type : "field") : e.localName;
  };
  const action = (e) => {
    const known = { checkbox: "check", radio: "check", select: "select", field: "fill", textarea: "fill" };
    return known[kind(e)] || "click";
  };
  // What the authors call it: a link by its address, what is ticked by its name and value, the rest by its name.
  const address = (e) => (e.getAttribute("href") === "#" ? "" : e.getAttribute("href"));
  const called = (e) => {
    if (kind(e) === "link") return address(e) || e.id;
    if (["checkbox", "radio"].includes(kind(e)) && e.name) return `${e.name}=${e.value}`;
    return e.name || e.id || "";
  };
  const REGIONS = "#user-tools,#nav-sidebar,.breadcrumbs,#header,#changelist-filter,#changelist-search,.paginator,#content-related";
  const region = (e) => {
    const around = e.closest(REGIONS);
    return around ? around.id || around.classList[0] : "";
  };
  return [...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button]")]
    .filter(isVisible).map((e) => ({
      key: [kind(e), called(e), `"${label(e)}"`, region(e) && `in ${region(e)}`].filter((part) => part).join(" "),
      action: action(e), xpath: xpath(e),
    }));
}
