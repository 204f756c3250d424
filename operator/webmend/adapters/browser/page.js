(cut) => {
  // What is asked of a page. Nothing here is ever put together from other text: arguments come in as JSON.
  // `cut` is bounded.PAGE_CUT: longer than anything that is kept, because texts are redacted before they are cut to size.
  const MOST = 16, CANDIDATES = 120, SCANNED = 4000;

  // --- texts ---------------------------------------------------------------------------------------------------------
  const squeeze = (text) => (text || "").replace(/\s+/g, " ").trim().slice(0, cut);
  const shown = (element) => squeeze(element.innerText ?? element.textContent);
  const words = (text) => (text || "").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z0-9]+/);
  const labels = (element, known) =>
    words([element.id, element.getAttribute("class"), element.getAttribute("name")].join(" ")).some((w) => known.has(w));

  // --- elements ------------------------------------------------------------------------------------------------------
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const isLaidOut = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true });
  };
  const isVisible = (element) => isLaidOut(element) && element.checkVisibility({ opacityProperty: true });
  const isInView = (element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  };
  const isEnabled = (element) =>
    !element.matches(":disabled") && !element.closest("[aria-disabled=true]");
  const parentOf = (element) => element.parentElement || element.getRootNode().host || null;
  const contains = (ancestor, element) => {
    for (let node = element; node; node = parentOf(node)) if (node === ancestor) return true;
    return false;
  };
  const outermost = (elements) => elements.filter((e) => !elements.some((other) => other !== e && other.contains(e)));
  const innermost = (elements) => elements.filter((e) => !elements.some((other) => other !== e && e.contains(other)));

  // --- roles and names: the common part of HTML-AAM and of the accessible name computation ----------------------------
  const INPUT_ROLES = {
    button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio",
    range: "slider", number: "spinbutton", search: "searchbox", text: "textbox", email: "textbox", tel: "textbox",
    url: "textbox",
  };
  const ROLES = {
    a: (e) => (e.hasAttribute("href") ? "link" : ""), button: "button", textarea: "textbox", option: "option",
    input: (e) => INPUT_ROLES[e.type] || "", select: (e) => (e.multiple || e.size > 1 ? "listbox" : "combobox"),
    h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading", img: "img",
    table: "table", tr: "row", td: "cell", th: "columnheader", ul: "list", ol: "list", li: "listitem", form: "form",
    dialog: "dialog", nav: "navigation", main: "main", header: "banner", footer: "contentinfo", progress: "progressbar",
    summary: "button", fieldset: "group", article: "article", aside: "complementary",
  };
  const tagOf = (element) => element.tagName.toLowerCase();
  const roleOf = (element) => {
    const given = (element.getAttribute("role") || "").trim().split(/\s+/)[0];
    const implied = ROLES[tagOf(element)] || "";
    return given || (typeof implied === "function" ? implied(element) : implied);
  };
  const NAMED_BY_CONTENT = new Set([
    "button", "link", "heading", "option", "cell", "columnheader", "rowheader", "row", "menuitem", "tab", "checkbox", "radio",
    "switch", "treeitem", "tooltip",
  ]);
  const textOfIds = (element, attribute) =>
    squeeze((element.getAttribute(attribute) || "").split(/\s+/)
      .map((id) => id && element.getRootNode().getElementById(id)?.textContent || "").join(" "));
  const ofLabels = (element) => squeeze([...(element.labels || [])].map((label) => label.innerText).join(" "));
  const ofValue = (element) =>
    tagOf(element) === "input" && INPUT_ROLES[element.type] === "button" ? element.value || element.alt : "";
  const ofContent = (element) =>
    NAMED_BY_CONTENT.has(roleOf(element)) && tagOf(element) !== "input"
      ? shown(element) || squeeze(element.querySelector("img[alt]")?.alt || element.querySelector("svg title")?.textContent)
      : "";
  const nameOf = (element) =>
    textOfIds(element, "aria-labelledby") || squeeze(element.getAttribute("aria-label")) || ofLabels(element) ||
    squeeze(element.getAttribute("alt")) || squeeze(ofValue(element)) || ofContent(element) ||
    squeeze(element.getAttribute("title")) || squeeze(element.getAttribute("placeholder"));

  // --- what an element looks like ------------------------------------------------------------------------------------
  const STABLE = [
    "id", "name", "type", "data-testid", "data-test", "data-qa", "data-cy", "placeholder", "aria-label", "title", "alt",
    "for", "autocomplete", "class",
  ];
  const attributesOf = (element) => {
    const kept = STABLE.map((name) => [name, element.getAttribute(name)]).filter(([, value]) => value);
    const href = element.getAttribute("href");
    return Object.fromEntries(href ? [...kept, ["href", href.split(/[?#]/)[0]]] : kept);
  };
  const holdsData = (element) => element.matches("input,textarea,select,[contenteditable]:not([contenteditable=false])");
  const describe = (element) => ({
    tag: tagOf(element), role: roleOf(element), name: nameOf(element),
    text: holdsData(element) ? "" : shown(element), attributes: attributesOf(element),
  });
  const step = (element) =>
    [tagOf(element), element.id && `#${element.id}`, roleOf(element) && `[role=${roleOf(element)}]`].filter(Boolean).join("");
  const pathOf = (element) => {
    const path = [];
    for (let node = parentOf(element); node && path.length < 12; node = parentOf(node)) path.push(step(node));
    return path;
  };
  const headingBefore = (element) => {
    const section = element.closest("section,article,fieldset,form,dialog,[role=dialog],[role=region],main");
    return section?.querySelector("legend,h1,h2,h3,h4,h5,h6");
  };
  const neighboursOf = (element) => {
    const beside = [
      ...(element.labels || []), element.previousElementSibling, element.nextElementSibling, headingBefore(element),
      element.closest("tr")?.cells[0],
    ];
    const texts = beside.filter((e) => e && e !== element && !holdsData(e)).map(shown).filter((text) => text);
    return [...new Set(texts)].slice(0, 8);
  };
  const fingerprint = (element) => {
    const box = element.getBoundingClientRect();
    return {
      ...describe(element), path: pathOf(element), neighbours: neighboursOf(element),
      box: [box.x + scrollX, box.y + scrollY, box.width, box.height].map((n) => Math.round(n * 10) / 10),
      url: location.href,
    };
  };

  // --- fields --------------------------------------------------------------------------------------------------------
  const frames = (count) => new Promise((resolve) => {
    const next = (left) => (left ? requestAnimationFrame(() => next(left - 1)) : resolve());
    setTimeout(resolve, 50 * count);  // a page that is not painted has no frames
    next(count);
  });
  // What a field holds once the page has had its say: frameworks put values back in the frame after the input event.
  const heldValue = async (element) => {
    await frames(2);
    return "value" in element ? String(element.value) : element.innerText;
  };
  const isWaiting = (element) => !isEnabled(element) || Boolean(element.closest("[aria-busy=true]"));
  const options = (element) => ({
    busy: isWaiting(element),
    options: [...element.options].map((option) => ({
      value: option.value, label: squeeze(option.label || option.text), disabled: option.matches(":disabled"),
    })),
  });
  const chosen = (element) => [...element.selectedOptions].map((option) => option.value);

  // Lists that pages build themselves after the ARIA patterns for comboboxes and listboxes.
  const listKind = (element) => {
    if (element instanceof HTMLSelectElement) return "native";
    if (roleOf(element) === "listbox") return "open";
    const pops = roleOf(element) === "combobox" || ["listbox", "true"].includes(element.getAttribute("aria-haspopup"));
    return pops ? (element.getAttribute("aria-expanded") === "true" ? "open" : "closed") : "";
  };
  const listOf = (element) => {
    if (roleOf(element) === "listbox") return element;
    const ids = `${element.getAttribute("aria-controls") || ""} ${element.getAttribute("aria-owns") || ""}`.split(/\s+/);
    return ids.map((id) => id && document.getElementById(id)).find(Boolean) || all("[role=listbox]").find(isVisible);
  };
  const entriesOf = (element) => all("[role=option]", listOf(element) || element).filter(isVisible);
  const entries = (element) => ({
    busy: isWaiting(element) || isWaiting(listOf(element) || element),
    options: entriesOf(element).map((entry) => ({
      value: entry.getAttribute("data-value") ?? entry.getAttribute("value") ?? shown(entry), label: nameOf(entry) || shown(entry),
      disabled: !isEnabled(entry),
    })),
  });
  const entry = (element, index) => entriesOf(element)[index];
  const showsEntry = (element, label) =>
    text(element).includes(label) || all("[aria-selected=true]", listOf(element) || element).some((e) => shown(e) === label);
  const text = (element) => ("value" in element && holdsData(element) ? element.value : shown(element));
  const isUsable = (element) =>
    isVisible(element) && isEnabled(element) &&
    !["disabled", "is-disabled"].some((name) => element.classList.contains(name) || element.parentElement?.classList.contains(name));

  // --- tables --------------------------------------------------------------------------------------------------------
  const cellsOf = (row) => [...row.cells].flatMap((cell) => Array(Math.min(cell.colSpan, 50)).fill(shown(cell)));
  const isHead = (row) => row.cells.length > 0 && [...row.cells].every((cell) => cell.tagName === "TH");
  const headOf = (table) => [...table.rows].filter((row) => row.parentElement.tagName === "THEAD" || isHead(row)).pop();
  const headers = (table) => {
    const head = headOf(table);
    return head ? cellsOf(head) : [];
  };
  const htmlTable = (element) => {
    const rows = [...element.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.cells.length && !isHead(row));
    return { headers: headers(element), rows: rows.filter(isVisible).map(cellsOf) };
  };
  const ariaTable = (element) => {
    const rows = all("[role=row]", element).filter(isVisible).map((row) => all("[role=cell],[role=gridcell],[role=rowheader]", row));
    return { headers: all("[role=columnheader]", element).map(shown), rows: rows.filter((row) => row.length).map((row) => row.map(shown)) };
  };
  // The data of a table, or of the one table within the element: heads, and the visible rows of the bodies that are no heads.
  const table = (element) => {
    const inside = element instanceof HTMLTableElement ? [element] : all("table", element);
    if (inside.length === 1) return { isTable: true, ...htmlTable(inside[0]) };
    const isAria = ["table", "grid", "treegrid"].includes(roleOf(element));
    return isAria ? { isTable: true, ...ariaTable(element) } : { isTable: false, headers: [], rows: [] };
  };

  // --- the target ----------------------------------------------------------------------------------------------------
  const isStill = async (element) => {
    const before = element.getBoundingClientRect();
    await frames(2);
    const after = element.getBoundingClientRect();
    return ["x", "y", "width", "height"].every((side) => before[side] === after[side]);
  };
  const atCentre = (element) => {
    const box = element.getBoundingClientRect();
    let top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    while (top?.shadowRoot && top.shadowRoot !== element.getRootNode()) {
      const inner = top.shadowRoot.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (!inner || inner === top) break;
      top = inner;
    }
    return top;
  };
  const coverOf = (element) => {
    if (!isVisible(element)) return null;
    const top = atCentre(element);
    const isOther = top && top !== document.body && top !== document.documentElement;
    return isOther && !contains(top, element) && !contains(element, top) ? top : null;
  };
  const target = async (element) => {
    const cover = coverOf(element);
    return {
      tag: tagOf(element), role: roleOf(element), name: nameOf(element), visible: isLaidOut(element),
      enabled: isEnabled(element), stable: await isStill(element), coveredBy: cover && describe(cover),
    };
  };

  // --- the page as a whole -------------------------------------------------------------------------------------------
  const BUSY_WORDS = new Set(["spinner", "spin", "loader", "loading", "skeleton", "shimmer", "preloader", "throbber"]);
  const isOngoing = (bar) => {
    const value = bar.getAttribute("aria-valuenow") ?? bar.getAttribute("value");
    const top = bar.getAttribute("aria-valuemax") ?? bar.getAttribute("max") ?? (tagOf(bar) === "progress" ? 1 : 100);
    return value === null || Number(value) < Number(top);
  };
  const isBusy = (element) =>
    element.getAttribute("aria-busy") === "true" || (roleOf(element) === "progressbar" && isOngoing(element)) ||
    (element.hasAttribute("class") && !element.matches("html,body,button,a,input") && labels(element, BUSY_WORDS));
  const busy = () =>
    innermost(all("[aria-busy=true],[role=progressbar],progress,[class]").slice(0, SCANNED)
      .filter((element) => isBusy(element) && isVisible(element) && isInView(element)));

  const DIALOGS = "dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]";
  const BUTTONS = "button,[role=button],input[type=submit],input[type=button],a[href]";
  const isOverlay = (element) => {
    if (element.closest("nav,header,[role=navigation],[role=banner]") || getComputedStyle(element).position !== "fixed") return false;
    const box = element.getBoundingClientRect();
    return box.width * box.height > 0.03 * innerWidth * innerHeight && shown(element) && element.querySelector(BUTTONS);
  };
  const dialogs = (cover) => {
    const layers = all("body *").slice(0, SCANNED).filter((element) => element.matches(DIALOGS) || isOverlay(element));
    return outermost(layers.filter(isVisible)).map((layer) => ({
      role: roleOf(layer), text: shown(layer),
      buttons: all(BUTTONS, layer).filter(isVisible).map(nameOf).filter((name) => name).slice(0, MOST),
      hasForm: all("input:not([type=hidden]):not([type=submit]):not([type=button]),select,textarea", layer).some(isVisible),
      coversTarget: Boolean(cover && contains(layer, cover)),
    }));
  };

  const ALERT_WORDS = new Set(["error", "errors", "errorlist", "errornote", "alert", "danger", "invalid", "warning"]);
  const alerts = () => {
    const told = all("[role=alert],[aria-live=assertive]");
    const styled = all("[class]").slice(0, SCANNED).filter((e) => !e.matches("input,select,textarea,html,body") && labels(e, ALERT_WORDS));
    const texts = innermost([...new Set([...told, ...styled])]).filter(isVisible).map(shown);
    return [...new Set(texts.filter((said) => said && said.length < 500))];
  };

  const OTP_WORDS = new Set(["otp", "totp", "mfa", "2fa", "twofactor", "passcode", "verification", "authenticator"]);
  const isCodeField = (field) =>
    field.autocomplete === "one-time-code" ||
    ["text", "tel", "number", "password"].includes(field.type) && labels(field, OTP_WORDS);
  const isQr = (image) => words([image.id, image.getAttribute("class"), image.alt, image.title].join(" ")).some((w) => w.startsWith("qr"));
  const invalidField = (field) => {
    const why = textOfIds(field, "aria-errormessage") || textOfIds(field, "aria-describedby") || field.validationMessage;
    return `${nameOf(field) || field.name || field.id}: ${squeeze(why)}`;
  };
  const forms = () => {
    const fields = all("input,select,textarea").filter(isVisible);
    return {
      passwordFields: fields.filter((field) => field.type === "password").length,
      autocomplete: [...new Set(fields.map((field) => field.getAttribute("autocomplete")).filter(Boolean))],
      otpField: fields.some(isCodeField),
      qrImage: all("img,canvas,svg").some((image) => isVisible(image) && isQr(image)),
      invalidFields: fields.filter((f) => f.getAttribute("aria-invalid") === "true" || f.matches(":user-invalid")).map(invalidField),
    };
  };

  const WALLS = /recaptcha|hcaptcha|turnstile|challenges\.cloudflare|arkoselabs|funcaptcha|geetest|datadome|perimeterx/i;
  const CAPTCHA = ".g-recaptcha:not([data-size=invisible]),.h-captcha,.cf-turnstile,#px-captcha,#challenge-form,[id*=captcha i]";
  const captcha = () =>
    all("iframe[src]").some((frame) => WALLS.test(frame.src) && isVisible(frame) && !frame.closest(".grecaptcha-badge")) ||
    all(CAPTCHA).some(isVisible);

  const INTERESTING = "a,button,input,select,textarea,summary,label,h1,h2,h3,th,[role],[onclick],[data-testid]";
  const main = () => all("main,[role=main],#main,#content").find(isVisible) || document.body || document.documentElement;
  const mutations = () => globalThis[Symbol.for("webmend.mutations")]?.(2000) ?? 0;

  // Everything that evidence wants of one frame. `element` is the target where it is in this frame.
  const facts = async (element) => {
    const content = main(), cover = element ? coverOf(element) : null, tables = all("table").filter(isVisible);
    return {
      readyState: document.readyState, title: squeeze(document.title), lang: document.documentElement.lang,
      heading: squeeze(all("h1").find(isVisible)?.innerText),
      target: element ? await target(element) : null,
      busy: busy().slice(0, MOST).map(describe),
      dialogs: dialogs(cover).slice(0, 5), alerts: alerts().slice(0, MOST), forms: forms(), captcha: captcha(),
      tableHeaders: (element?.closest("table") || tables[0]) ? headers(element?.closest("table") || tables[0]).slice(0, 50) : [],
      mainTextLength: shown(content).length, mainTextSample: shown(content),
      mutationsLast2S: mutations(),
      candidates: all(INTERESTING).filter(isVisible).slice(0, CANDIDATES).map(describe),
    };
  };

  return {
    chosen, coverOf: (element) => { const cover = coverOf(element); return cover && describe(cover); }, entries, entry, facts,
    fingerprint, heldValue, isUsable, listKind, options, showsEntry, table, text,
  };
}
