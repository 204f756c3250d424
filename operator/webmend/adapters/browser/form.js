(page) => {
  // What the page's own document asks for, and where it shows secrets. `page` is what page.js gives.
  const { isVisible, nameOf, tagOf } = page;
  const MOST_FIELDS = 40, MOST_TEXTS = 60, LONGEST = 1000;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const cut = (text) => (text || "").replace(/\s+/g, " ").trim().slice(0, LONGEST);

  // --- a selector that matches the element and nothing else -----------------------------------------------------------
  const isOnly = (css) => document.querySelectorAll(css).length === 1;
  const byId = (element) => (element.id && isOnly(`#${CSS.escape(element.id)}`) ? `#${CSS.escape(element.id)}` : "");
  const byPlace = (element) => {
    const same = [...element.parentElement.children].filter((e) => e.tagName === element.tagName);
    return `${tagOf(element)}:nth-of-type(${same.indexOf(element) + 1})`;
  };
  const cssOf = (element) => {
    if (element === document.documentElement) return "html";
    return byId(element) || `${cssOf(element.parentElement)} > ${byPlace(element)}`;
  };

  // --- fields, controls, texts -----------------------------------------------------------------------------------------
  const FIELDS = "input:not([type=hidden],[type=submit],[type=button],[type=image],[type=reset]),textarea";
  const CONTROLS = "button,input[type=submit],input[type=button],input[type=image],a[href],[role=button],summary";
  const numberOf = (element) => (element.form ? [...document.forms].indexOf(element.form) : -1);
  const textOfIds = (element, attribute) =>
    (element.getAttribute(attribute) || "").split(/\s+/)
      .map((id) => (id && document.getElementById(id)?.textContent) || "").join(" ");
  const limit = (length) => (length >= 0 ? length : null);
  const field = (element) => ({
    css: cssOf(element), type: element.type || "", name: cut(element.name).slice(0, 256), id: element.id.slice(0, 256),
    autocomplete: cut(element.getAttribute("autocomplete")).slice(0, 256), label: nameOf(element).slice(0, 256),
    described: cut(`${textOfIds(element, "aria-describedby")} ${element.title}`),
    minLength: limit(element.minLength), maxLength: limit(element.maxLength),
    pattern: cut(element.getAttribute("pattern")), passwordRules: cut(element.getAttribute("passwordrules")),
    readOnly: Boolean(element.readOnly), value: element.readOnly ? cut(element.value) : "",
    filled: Boolean(element.value),
    valid: element.validity ? element.validity.valid : true, form: numberOf(element),
  });
  const submits = (element) =>
    element.matches("input[type=submit],input[type=image]") || (tagOf(element) === "button" && element.type === "submit");
  const control = (element) => ({
    css: cssOf(element), name: nameOf(element).slice(0, 256), submits: submits(element) && numberOf(element) >= 0,
    href: cut(element.getAttribute("href")), form: numberOf(element),
  });
  const isInnermost = (element) => ![...element.children].some((child) => child.matches("p,li,div,td,dd,section,ul,ol"));
  const TEXTS = "p,li,label,span,small,div,td,dd,dt,code,kbd,samp,pre,strong,b,em,h1,h2,h3,legend,output";
  const texts = () => {
    const said = all(TEXTS).filter((e) => isInnermost(e) && isVisible(e)).map((e) => cut(e.innerText));
    return [...new Set(said.filter((text) => text.length > 2))].slice(0, MOST_TEXTS);
  };
  const read = () => ({
    fields: all(FIELDS).filter(isVisible).slice(0, MOST_FIELDS).map(field),
    controls: all(CONTROLS).filter(isVisible).slice(0, MOST_FIELDS).map(control),
    texts: texts(), alerts: page.alerts().map(cut),
  });

  // --- where the page shows the secret of a second factor --------------------------------------------------------------
  const isSquare = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width >= 60 && width <= 800 && Math.abs(width - height) <= 0.1 * width;
  };
  const isPicture = (element) => isVisible(element) && (page.isQr(element) || isSquare(element));
  // Where a code is asked for, whatever may be a QR code is taken for one.
  const pictures = () => {
    const asked = page.forms().otpField || page.forms().secretShown;
    return all("img,canvas,svg,table").filter((e) => (asked ? isPicture(e) : page.isQr(e) && isVisible(e)));
  };
  const secrets = () => all(page.SECRET_HOLDERS).filter((element) => isVisible(element) && page.isSecret(element));
  const spots = () => [...pictures(), ...secrets()].slice(0, 40).map(cssOf);

  // Whether what is painted at a point of the view is the page's own, and no frame that anybody may have laid there.
  const isOwn = ({ x, y }) => {
    const top = page.atPoint(document, x, y);
    return Boolean(top) && !top.matches("iframe,frame,embed,object,fencedframe");
  };

  return { isOwn, read, spots };
}
