(cut) => {
  // What is asked of a page. Nothing here is ever put together from other text: arguments come in as JSON.
  // `cut` is bounded.PAGE_CUT: longer than anything that is kept, since texts are redacted before they are cut to size.
  const MOST = 16, CANDIDATES = 120, SCANNED = 4000;

  // --- texts ---------------------------------------------------------------------------------------------------------
  const squeeze = (text) => (text || "").replace(/\s+/g, " ").trim().slice(0, cut);
  const shown = (element) => squeeze(element.innerText ?? element.textContent);
  const words = (text) => (text || "").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z0-9]+/);
  const labels = (element, known) =>
    words(["id", "class", "name"].map((name) => element.getAttribute(name)).join(" ")).some((word) => known.has(word));

  // --- elements ------------------------------------------------------------------------------------------------------
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  // The same in open shadow roots too.
  const deep = (selector, root = document) => {
    const found = [];
    const within = (scope) => {
      if (scope.shadowRoot) within(scope.shadowRoot);
      for (const element of all("*", scope).slice(0, SCANNED)) {
        if (element.matches(selector)) found.push(element);
        if (element.shadowRoot) within(element.shadowRoot);
      }
    };
    within(root);
    return found;
  };
  const isLaidOut = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true });
  };
  const isVisible = (element) => isLaidOut(element) && element.checkVisibility({ opacityProperty: true });
  // The boxes around an element that cut off what does not fit into them, the innermost first. What stands still in the
  // window is cut off by none outside it, and what is placed absolutely by none that does not place it.
  const cutsOff = (element) => {
    const { overflow, display } = getComputedStyle(element);
    return overflow !== "visible" && display !== "inline" && display !== "contents";
  };
  const cuttersOf = (element) => {
    const found = [];
    let isFree = false;
    for (const node of lineOf(element)) {
      const { position } = getComputedStyle(node);
      if (node !== element && cutsOff(node) && !(isFree && position === "static")) found.push(node);
      if (position === "fixed") break;
      isFree = position === "absolute" || (isFree && position === "static");
    }
    return found;
  };
  // Where no scrolling leads: before the beginning of what scrolls it or, standing still in the window, beside that.
  const isOffCanvas = (element) => {
    const line = [element, ...cuttersOf(element)], outermost = line.at(-1);
    const isStill = lineOf(element).some((node) => getComputedStyle(node).position === "fixed");
    const isLost = line.slice(0, -1).some((node, index) => isBefore(node, line[index + 1]));
    return isLost || (isStill ? !isInView(outermost) : isBeforePage(outermost));
  };
  // Where scrolling begins: not at 0 where it goes the other way.
  const beginningOf = (scroller) => {
    const { direction, flexDirection } = getComputedStyle(scroller);
    const { clientWidth, scrollWidth, clientHeight, scrollHeight } = scroller;
    return {
      left: direction === "rtl" || flexDirection === "row-reverse" ? clientWidth - scrollWidth : 0,
      top: flexDirection === "column-reverse" ? clientHeight - scrollHeight : 0,
    };
  };
  const isBefore = (element, scroller) => {
    const box = element.getBoundingClientRect(), around = scroller.getBoundingClientRect(), first = beginningOf(scroller);
    const right = box.right - around.left + scroller.scrollLeft, bottom = box.bottom - around.top + scroller.scrollTop;
    return right <= first.left || bottom <= first.top;
  };
  // Old pages, and those whose body scrolls, count on the body what others count on the root.
  const isBeforePage = (element) => {
    const box = element.getBoundingClientRect(), root = document.documentElement, body = document.body;
    const left = root.scrollLeft + (body?.scrollLeft || 0), top = root.scrollTop + (body?.scrollTop || 0);
    return box.right + left <= beginningOf(document.scrollingElement || root).left || box.bottom + top <= 0;
  };
  const isShut = (element) => {
    const box = element.getBoundingClientRect();
    return (box.height < 1 || box.width < 1) && cutsOff(element);
  };
  const isVeiled = (element) => {
    const { display, pointerEvents } = getComputedStyle(element);
    return display !== "contents" && pointerEvents === "none" && !element.checkVisibility({ opacityProperty: true });
  };
  // Whether something keeps an element from people although it has its place on the page.
  const hides = (node, element) => isVeiled(node) || (isShut(node) && cuttersOf(element).includes(node));
  const isOutOfReach = (element) => isOffCanvas(element) || lineOf(element).some((node) => hides(node, element));
  const isInView = (element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  };
  const isEnabled = (element) => !element.matches(":disabled") && !element.closest("[aria-disabled=true]");
  const parentOf = (element) => element.parentElement || element.getRootNode().host || null;
  const lineOf = (element) => {
    const line = [];
    for (let node = element; node && node !== document.body; node = parentOf(node)) line.push(node);
    return line;
  };
  const contains = (ancestor, element) => {
    for (let node = element; node; node = parentOf(node)) if (node === ancestor) return true;
    return false;
  };
  const outermost = (elements) => elements.filter((e) => !elements.some((other) => other !== e && other.contains(e)));
  const innermost = (elements) => elements.filter((e) => !elements.some((other) => other !== e && e.contains(other)));

  // --- roles and names: the common part of HTML-AAM and of the accessible name computation ---------------------------
  const INPUT_ROLES = {
    button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio",
    range: "slider", number: "spinbutton", search: "searchbox", text: "textbox", email: "textbox", tel: "textbox",
    url: "textbox",
  };
  const ofPage = (element, role) => (element.closest("article,aside,main,nav,section") ? "" : role);
  const ROLES = {
    a: (e) => (e.hasAttribute("href") ? "link" : ""), input: (e) => INPUT_ROLES[e.type] || "",
    select: (e) => (e.multiple || e.size > 1 ? "listbox" : "combobox"),
    form: (e) => (e.matches("[aria-label],[aria-labelledby]") ? "form" : ""),
    header: (e) => ofPage(e, "banner"), footer: (e) => ofPage(e, "contentinfo"),
    button: "button", summary: "button", textarea: "textbox", option: "option", fieldset: "group", img: "img",
    h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading", progress: "progressbar",
    table: "table", tr: "row", td: "cell", th: "columnheader", ul: "list", ol: "list", li: "listitem",
    dialog: "dialog", nav: "navigation", main: "main", article: "article", aside: "complementary",
  };
  const tagOf = (element) => element.tagName.toLowerCase();
  const roleOf = (element) => {
    const given = (element.getAttribute("role") || "").trim().split(/\s+/)[0];
    const implied = ROLES[tagOf(element)] || "";
    return given || (typeof implied === "function" ? implied(element) : implied);
  };
  const NAMED_BY_CONTENT = new Set([
    "button", "link", "heading", "option", "cell", "columnheader", "rowheader", "row", "menuitem", "tab", "checkbox",
    "radio", "switch", "treeitem", "tooltip",
  ]);
  const textOfIds = (element, attribute) =>
    squeeze((element.getAttribute(attribute) || "").split(/\s+/)
      .map((id) => id && element.getRootNode().getElementById(id)?.textContent || "").join(" "));
  const ofLabels = (element) => squeeze([...(element.labels || [])].map((label) => label.innerText).join(" "));
  const ofValue = (element) =>
    tagOf(element) === "input" && INPUT_ROLES[element.type] === "button" ? element.value || element.alt : "";
  const ofPicture = (element) =>
    squeeze(element.querySelector("img[alt]")?.alt || element.querySelector("svg title")?.textContent);
  // A button of a component shows what its user put into the component's slot: innerText does not see that.
  const ofSlots = (element) =>
    squeeze(all("slot", element).flatMap((slot) => slot.assignedNodes({ flatten: true }))
      .map((node) => node.innerText ?? node.textContent).join(" "));
  const ofContent = (element) =>
    NAMED_BY_CONTENT.has(roleOf(element)) && tagOf(element) !== "input"
      ? shown(element) || ofSlots(element) || ofPicture(element) : "";
  const nameOf = (element) =>
    textOfIds(element, "aria-labelledby") || squeeze(element.getAttribute("aria-label")) || ofLabels(element) ||
    squeeze(element.getAttribute("alt")) || squeeze(ofValue(element)) || ofContent(element) ||
    squeeze(element.getAttribute("title")) || squeeze(element.getAttribute("placeholder"));

  // --- what an element looks like ------------------------------------------------------------------------------------
  const STABLE = [
    "id", "name", "type", "data-testid", "data-test", "data-qa", "data-cy", "placeholder", "aria-label", "title", "alt",
    "for", "autocomplete", "class",
  ];
  // The address of a link with the names of its query, not with their values: those are data, and may be secret.
  const hrefOf = (element) => {
    const [path, query] = squeeze(element.getAttribute("href")).split("#")[0].split(/\?(.*)/);
    const names = [...new URLSearchParams(query || "").keys()];
    return names.length ? `${path}?${names.map((name) => `${name}=`).join("&")}` : path;
  };
  const attributesOf = (element) => {
    const kept = STABLE.map((name) => [name, squeeze(element.getAttribute(name))]).filter(([, value]) => value);
    const href = hrefOf(element);
    return Object.fromEntries(href ? [...kept, ["href", href]] : kept);
  };
  const holdsData = (element) => element.matches("input,textarea,select") || element.isContentEditable;
  const describe = (element) => ({
    tag: tagOf(element), role: roleOf(element), name: nameOf(element),
    text: holdsData(element) ? "" : shown(element), attributes: attributesOf(element),
  });
  const step = (element) => {
    const id = element.getAttribute("id"), role = roleOf(element);
    return tagOf(element) + (id ? `#${id}` : "") + (role ? `[role=${role}]` : "");
  };
  const pathOf = (element) => {
    const path = [];
    for (let node = parentOf(element); node && path.length < 12; node = parentOf(node)) path.push(step(node));
    return path;
  };
  // What is asked of many elements of one look, each time with the same answer.
  const remembered = (ask) => {
    const known = new WeakMap();
    return (element) => {
      if (!known.has(element)) known.set(element, ask(element));
      return known.get(element);
    };
  };
  const shownOnce = remembered(shown);
  const headingBefore = (element) => {
    const section = element.closest("section,article,fieldset,form,dialog,[role=dialog],[role=region],main");
    return section?.querySelector("legend,h1,h2,h3,h4,h5,h6");
  };
  // What a reader takes an element to be about, where many say the same: the last heading or label before it.
  const HEADS = "legend,label,summary,dt,h1,h2,h3,h4,h5,h6";
  const headsOf = remembered((root) => all(HEADS, root));
  const headBefore = (element) => {
    const heads = headsOf(element.getRootNode());
    let first = 0, after = heads.length;
    while (first < after) {
      const middle = (first + after) >> 1;
      const isBefore = heads[middle].compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (isBefore) first = middle + 1; else after = middle;
    }
    return heads[first - 1];
  };
  // What a row is about: the first of its other cells that says something.
  const rowHead = (element) => {
    const cells = [...(element.closest("tr")?.cells || [])];
    return cells.find((cell) => !cell.contains(element) && shownOnce(cell));
  };
  // The entries of a list, or the heads of a table, before and after the one that the element is in: of "Yes" and "No"
  // each says which the other is, also where their own words have changed. Long ones are content.
  const ENTRIES = "li,dt,dd,th,[role=listitem],[role=columnheader]";
  const SHORT = 80;
  const entriesAround = (element) => {
    const entry = element.parentElement?.closest(ENTRIES);
    return [entry?.previousElementSibling, entry?.nextElementSibling];
  };
  const isShort = (entry) => entry && shownOnce(entry).length <= SHORT;
  const entryText = (entry) => (isShort(entry) && !holdsData(entry) ? shownOnce(entry) : "");
  const neighboursOf = (element) => {
    const beside = [
      ...(element.labels || []), element.previousElementSibling, element.nextElementSibling, headingBefore(element),
      rowHead(element), headBefore(element), ...entriesAround(element).filter(isShort),
    ];
    const texts = beside.filter((e) => e && e !== element && !holdsData(e)).map(shownOnce).filter((text) => text);
    return [...new Set(texts)].slice(0, 8);
  };
  // How many other controls of its role say the same, whether in capitals or not.
  const CONTROLS = "a,button,input,select,textarea,summary,[role]";
  const saysIt = (element) => ((!holdsData(element) && shownOnce(element)) || nameOf(element)).toLowerCase();
  const controlsIn = remembered((root) => all(CONTROLS, root).slice(0, SCANNED).filter(isVisible));
  const tally = (texts) => texts.reduce((counts, text) => counts.set(text, (counts.get(text) || 0) + 1), new Map());
  const saidIn = remembered(() => new Map());
  const saidBy = (role, root) => {
    const known = saidIn(root);
    if (!known.has(role)) known.set(role, tally(controlsIn(root).filter((e) => roleOf(e) === role).map(saysIt)));
    return known.get(role);
  };
  const namesakesOf = (element) => {
    const said = element.matches(CONTROLS) && isVisible(element) ? saysIt(element) : "";
    return said ? Math.max(0, (saidBy(roleOf(element), element.getRootNode()).get(said) || 0) - 1) : 0;
  };
  const place = (element) => {
    const same = [...(element.parentNode?.children || [element])].filter((e) => e.tagName === element.tagName);
    return same.length > 1 ? `${tagOf(element)}[${same.indexOf(element) + 1}]` : tagOf(element);
  };
  // The place in the document.
  const xpathOf = remembered((element) => {
    const parent = parentOf(element);
    return (parent ? xpathOf(parent) : "") + "/" + place(element);
  });
  // The same from the nearest ancestor that has an id, itself included.
  const anchoredXpathOf = remembered((element) => {
    const id = element.getAttribute("id"), parent = parentOf(element);
    if (id && !id.includes('"')) return `//*[@id="${id}"]`;
    return (parent ? anchoredXpathOf(parent) : "") + "/" + place(element);
  });
  const placeBelowId = (element) => {
    const parent = parentOf(element);
    return parent ? `${anchoredXpathOf(parent)}/${place(element)}` : "";
  };
  const formOf = (element) => {
    const form = element.closest("form");
    if (!form) return "";
    const action = (form.getAttribute("action") || "").split(/[?#]/)[0];
    return squeeze(form.getAttribute("name") || form.getAttribute("id") || action);
  };
  const boxOf = (element) => {
    const box = element.getBoundingClientRect();
    return [box.x + scrollX, box.y + scrollY, box.width, box.height].map((n) => Math.round(n * 10) / 10);
  };
  const fingerprint = (element) => ({
    ...describe(element), path: pathOf(element), neighbours: neighboursOf(element),
    entries: entriesAround(element).map(entryText),
    namesakes: namesakesOf(element), box: boxOf(element), xpath: xpathOf(element), idXpath: placeBelowId(element),
    form: formOf(element), lang: document.documentElement.lang, url: location.href,
  });

  // --- where a lost element may be -----------------------------------------------------------------------------------
  const SURVEYED = [
    "a,button,input,select,textarea,summary,label,option,details,h1,h2,h3,h4,h5,h6,li,span,p,th,td,div,img,svg,form",
    "table,ul,ol,section,[role],[onclick],[tabindex],[contenteditable]",
  ].join(",");
  const MOST_SURVEYED = 2000;
  const isEditable = (element) =>
    element.isContentEditable || (element.matches("input,textarea") && !element.readOnly && !element.matches(":disabled"));
  const isLeafOrControl = (element) =>
    !element.matches("div,span,li,section,form,td") || element.matches("[role],[onclick],[tabindex]") ||
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  // innerText says nothing of what is hidden in some ways, such as in closed details.
  const unseen = (element, look) => {
    const said = holdsData(element) ? "" : squeeze(element.textContent);
    return { ...look, text: look.text || said, name: look.name || (NAMED_BY_CONTENT.has(look.role) ? said : "") };
  };
  const surveyed = (element, handle) => {
    const visible = isVisible(element), seen = fingerprint(element), look = visible ? seen : unseen(element, seen);
    return {
      handle, look, xpath: look.xpath, visible, enabled: isEnabled(element),
      editable: isEditable(element),
    };
  };
  // What JSON.stringify makes of values where no library of the page has changed it, as old ones do: read far faster than
  // what the driver makes of them.
  const isPlainJson = () => [Array, Object, String, Number, Boolean].every((kind) => !("toJSON" in kind.prototype));
  const told = (facts) => (isPlainJson() ? JSON.stringify(facts) : facts);
  // Two frames: what has stood still for so long is stable for the driver too.
  const STILL_MS = 34;
  // Whether the driver's trial of a click would go well at once, asked without its waiting. Only a yes is certain:
  // whatever moves, is covered, or stands in a frame that may be covered itself, is for the driver to try.
  const wouldTakeClick = (element, box, age) => {
    const isStill = age >= STILL_MS && boxOf(element).every((side, index) => side === box[index]);
    if (self !== top || !isStill || !isLaidOut(element) || !isEnabled(element)) return false;
    element.scrollIntoViewIfNeeded();
    const { x, y, width, height } = element.getBoundingClientRect();
    return contains(element, atPoint(document, x + width / 2, y + height / 2));
  };
  const wouldGoWell = {
    click: wouldTakeClick,
    write: (element) => isEditable(element) && isEnabled(element) && !element.matches("[aria-readonly=true]"),
    choose: isEnabled,
    none: () => true,
  };
  const roots = (root = document) => [root, ...all("*", root).flatMap((e) => (e.shadowRoot ? roots(e.shadowRoot) : []))];
  const atPath = (path) => {
    const found = document.evaluate(path, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE);
    return [...Array(found.snapshotLength).keys()].map((index) => found.snapshotItem(index));
  };
  // Whether a selector matches the element and no other. Only of paths from the root, and of CSS without combinators:
  // those mean to the page what they mean to the driver, and are asked in one journey.
  const matched = ({ css, xpath }) => {
    try {
      return xpath ? atPath(xpath) : roots().flatMap((root) => all(css, root));
    } catch {
      return [];  // what cannot be read matches nothing
    }
  };
  const isOnly = (element, selector) => {
    const found = matched(selector);
    return found.length === 1 && found[0] === element;
  };
  // The elements that may be the lost one, what they look like, and the proof that one can be used.
  const survey = () => {
    const found = deep(SURVEYED).filter(isLeafOrControl).slice(0, MOST_SURVEYED);
    const elements = found.map(surveyed), boxes = elements.map(({ look }) => look.box), began = performance.now();
    return {
      elements: found, facts: told({ lang: document.documentElement.lang, elements }),
      proof: (handle, trial, selectors) => handle in boxes && {
        goesWell: wouldGoWell[trial](found[handle], boxes[handle], performance.now() - began),
        areOnly: selectors.map((selector) => isOnly(found[handle], selector)),
      },
    };
  };

  // --- at a glance ---------------------------------------------------------------------------------------------------
  const glance = (element, question) => ({
    look: fingerprint(element), answer: question ? QUESTIONS[question](element) : null,
  });
  const QUESTIONS = {
    isBox: (element) => element.maxLength === 1,
    isUnderLabel: (element) => labelOver(element) !== null,
    list: (element) => list(element),
    text: (element) => text(element),
  };

  // --- fields --------------------------------------------------------------------------------------------------------
  const frames = (count) => new Promise((resolve) => {
    const next = (left) => (left ? requestAnimationFrame(() => next(left - 1)) : resolve());
    setTimeout(resolve, 50 * count);  // a page that is not painted has no frames
    next(count);
  });
  // Once the page has had its say of what was typed: frameworks put values back in the frame after the input event. What
  // they asked for before us is done before us, and what they then leave for later is done after one more task.
  const framed = async () => {
    await frames(1);
    await new Promise((resolve) => setTimeout(resolve));
  };
  const held = (element) => ("value" in element ? String(element.value) : element.innerText);
  const heldValue = async (element) => {
    await framed();
    return held(element);
  };
  const NO_TEXT = new Set("button checkbox color file image radio range reset submit".split(" "));
  // The same of a row of fields with one character each, from this one on: not all of them say so with maxlength.
  const heldByBoxes = async (element) => {
    await frames(2);
    const fields = all("input", element.form || document).filter((field) => isVisible(field) && !NO_TEXT.has(field.type));
    const values = fields.slice(fields.indexOf(element)).map((field) => field.value);
    const end = values.findIndex((value) => value.length !== 1);
    return values.slice(0, end < 0 ? values.length : end).join("");
  };
  const text = (element) => {
    if (element.matches("input[type=checkbox],input[type=radio]")) return String(element.checked);
    return element.matches("input,textarea,select") ? element.value : shown(element);
  };
  // Of each item, what those of the elements say that are in it, or are it.
  const said = (elements, { items, attribute }) => {
    const say = (element) => (attribute === null ? text(element) : element.getAttribute(attribute));
    return items.map((item) => elements.filter((element) => contains(item, element)).map(say));
  };
  // The label that lies over a box and is pressed in its place: many pages draw a box of their own there.
  const labelOver = (element) => {
    element.scrollIntoViewIfNeeded();
    const box = element.getBoundingClientRect();
    const top = atPoint(document, box.x + box.width / 2, box.y + box.height / 2);
    const isOther = top && top !== element && top.closest("a,button,input,select,textarea") === null;
    return (isOther && [...(element.labels || [])].find((label) => contains(label, top))) || null;
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
    const opens = roleOf(element) === "combobox" || ["listbox", "true"].includes(element.getAttribute("aria-haspopup"));
    return opens ? (element.getAttribute("aria-expanded") === "true" ? "open" : "closed") : "";
  };
  const listOf = (element) => {
    if (roleOf(element) === "listbox") return element;
    const ids = ["aria-controls", "aria-owns"].flatMap((name) => (element.getAttribute(name) || "").split(/\s+/));
    const told = ids.map((id) => id && element.getRootNode().getElementById(id)).find(Boolean);
    return told || all("[role=listbox]").find(isVisible);
  };
  // A component's list holds what its user has put into its slots.
  const anyEntriesOf = (element) => deepIn(listOf(element) || element, "[role=option]");
  const entriesOf = (element) => anyEntriesOf(element).filter(isVisible);
  const optionOf = (entry) => ({
    value: entry.getAttribute("data-value") ?? entry.getAttribute("value") ?? shown(entry),
    label: nameOf(entry) || shown(entry), disabled: !isEnabled(entry),
  });
  // The entry that the arrow keys have led to: of some lists people see only a picture, which says nothing of itself.
  const activeOf = (element) => {
    const id = element.getAttribute("aria-activedescendant");
    return id && element.getRootNode().getElementById(id);
  };
  const entries = (element) => ({
    busy: isWaiting(element) || isWaiting(listOf(element) || element), options: entriesOf(element).map(optionOf),
    isByKeys: element.getAttribute("aria-expanded") === "true" && Boolean(activeOf(element)) &&
      !entriesOf(element).length && anyEntriesOf(element).length > 0,
  });
  // What the element is as a list, and what it offers unless it has to be opened, or gone through by keys, first.
  const list = (element) => {
    const kind = listKind(element), offers = { native: options, open: entries };
    const offer = kind in offers ? offers[kind](element) : null;
    return { kind, offer: offer?.isByKeys ? null : offer };
  };
  // The one that follows on `before`, once the page has had its say; the same where it stays.
  const activeEntry = async (element, before) => {
    for (let looks = 0; looks < 20 && activeOf(element)?.id === before; looks += 1) await frames(1);
    const active = activeOf(element);
    return active && { id: active.id, option: optionOf(active) };
  };
  const entry = (element, index) => entriesOf(element)[index];
  // Some write the choice beside an input that stays empty.
  const showsEntry = async (element, label) => {
    await frames(2);
    const chosen = deepIn(listOf(element) || element, "[aria-selected=true]");
    return (element.matches("input") ? element.value : shown(element)).includes(label) ||
      (parentOf(element) !== null && shown(parentOf(element)) === label) ||
      chosen.some((entry) => [shown(entry), nameOf(entry)].includes(label));
  };
  // Pagers mark their last page in many ways, often on the item around the link.
  const isUsable = (element) =>
    isVisible(element) && isEnabled(element) &&
    [element, element.parentElement].every((e) => !e?.matches(".disabled,.is-disabled"));

  // --- tables --------------------------------------------------------------------------------------------------------
  const cellsOf = (row) => [...row.cells].flatMap((cell) => Array(Math.min(cell.colSpan, 50)).fill(shown(cell)));
  const isHead = (row) => row.cells.length > 0 && [...row.cells].every((cell) => cell.tagName === "TH");
  const headOf = (table) => [...table.rows].filter((row) => row.parentElement.tagName === "THEAD" || isHead(row)).pop();
  const headers = (table) => {
    const head = headOf(table);
    return head ? cellsOf(head) : [];
  };
  const htmlTable = (element) => {
    const rows = [...element.tBodies].flatMap((body) => [...body.rows]);
    const data = rows.filter((row) => row.cells.length && !isHead(row) && isVisible(row));
    return { headers: headers(element), rows: data.map(cellsOf) };
  };
  const ariaCells = (row) => all("[role=cell],[role=gridcell],[role=rowheader]", row);
  // Below the heads of some grids stands a row of fields to filter by, marked as a row like any other.
  const isFilters = (row) => all("input,select", row).length > 0 && ariaCells(row).every((cell) => !shown(cell));
  const isRecord = (row, width = 1) => ariaCells(row).length >= width && !isFilters(row);
  const ariaRows = (element) => all("[role=row]", element).filter((row) => isVisible(row) && isRecord(row));
  const ariaTable = (element) => {
    const rows = ariaRows(element), isNumbered = rows.length > 0 && rows.every((row) => row.hasAttribute("aria-rowindex"));
    const isPart = Number(element.getAttribute("aria-rowcount")) > rows.length;
    return {
      headers: all("[role=columnheader]", element).map(shown), rows: rows.map((row) => ariaCells(row).map(shown)),
      isWindow: isPart && isNumbered && Boolean(scrollerOf(element, rows)),
    };
  };
  // Grids of many rows have only those in the document that are in sight: the others come as one scrolls, each with its
  // number. A window has come once rows lie at both its ends, each with all of its cells.
  const MOST_WINDOWS = 5000, MOST_LOOKS = 100;
  const isScroller = (e) => e.scrollHeight > e.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(e).overflowY);
  const scrollerOf = (grid, rows) => lineOf(rows[0]).find((above) => isScroller(above) && contains(grid, above));
  const isFull = (scroller, rows) => {
    const { top, height } = scroller.getBoundingClientRect(), boxes = rows.map((row) => row.getBoundingClientRect());
    return [top + 2, top + Math.min(height, scroller.clientHeight) - 2]
      .every((y) => boxes.some((box) => box.top <= y && box.bottom >= y));
  };
  // How many rows are missing between the ones found. Of those behind them nobody knows: they may be on another page.
  const holesIn = (numbers) => Math.max(...numbers) - Math.min(...numbers) + 1 - numbers.length;
  // What a busy page has not brought in time when it is scrolled through comes when that is done once more.
  const MOST_PASSES = 3;
  const wholeTable = async (element, patience) => {
    const first = ariaRows(element), scroller = scrollerOf(element, first), found = new Map();
    const until = performance.now() + patience;
    const width = Math.max(...first.map((row) => ariaCells(row).length));
    const rows = () => all("[role=row]", element).filter((row) => isRecord(row, width));
    const take = (row) => {
      const number = Number(row.getAttribute("aria-rowindex"));
      if (!found.has(number)) found.set(number, ariaCells(row).map(shown));
    };
    const isOver = () => performance.now() > until;
    const scrollThrough = async () => {
      for (let place = 0, windows = 0; windows < MOST_WINDOWS && !isOver(); place += scroller.clientHeight, windows += 1) {
        scroller.scrollTop = place;
        for (let looks = 0; looks < MOST_LOOKS && !(looks && isFull(scroller, rows())); looks += 1) await frames(1);
        rows().forEach(take);
        if (place + scroller.clientHeight >= scroller.scrollHeight) break;
      }
    };
    for (let pass = 0; pass < MOST_PASSES && !isOver() && !(pass && !holesIn([...found.keys()])); pass += 1) {
      await scrollThrough();
    }
    scroller.scrollTop = 0;
    const numbers = [...found.keys()].sort((one, other) => one - other);
    return isOver() ? null : { rows: numbers.map((number) => found.get(number)), gaps: holesIn(numbers) };
  };
  // A table, or the one table within the element: its heads, and the visible rows of its bodies that are no heads.
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
  const atPoint = (root, x, y) => {
    const top = root.elementFromPoint(x, y);
    const inner = top?.shadowRoot && top.shadowRoot !== root ? atPoint(top.shadowRoot, x, y) : null;
    return inner || top;
  };
  const isCutOffAt = (element, x, y) =>
    cuttersOf(element).map((node) => node.getBoundingClientRect())
      .some((box) => x < box.left || x > box.right || y < box.top || y > box.bottom);
  // What is cut off there is not covered by whatever else has that place on the page.
  const coverOf = (element) => {
    if (!isVisible(element)) return null;
    const box = element.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
    const top = isCutOffAt(element, x, y) ? null : atPoint(document, x, y);
    const isOther = top && top !== document.body && top !== document.documentElement;
    return isOther && !contains(top, element) && !contains(element, top) ? top : null;
  };
  const cover = (element) => {
    const over = coverOf(element);
    return over && describe(over);
  };
  const target = async (element) => ({
    tag: tagOf(element), role: roleOf(element), name: nameOf(element), visible: isLaidOut(element),
    enabled: isEnabled(element), stable: await isStill(element), coveredBy: cover(element),
  });

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
  const PAGE_PARTS = "nav,header,[role=navigation],[role=banner]";
  const isWide = (layer) => {
    const box = layer.getBoundingClientRect();
    return getComputedStyle(layer).position === "fixed" && box.width * box.height > 0.5 * innerWidth * innerHeight;
  };
  const isOverlay = (element) => {
    if (getComputedStyle(element).position !== "fixed") return false;
    if (element.closest(PAGE_PARTS)) return false;
    const box = element.getBoundingClientRect();
    return box.width * box.height > 0.03 * innerWidth * innerHeight && shown(element) && element.querySelector(BUTTONS);
  };
  // What can be pressed in a layer, the frames included that may be looked into: buttons and links, and what merely
  // works like one, as the crosses of many libraries do.
  const CLOSE_WORDS = new Set(["close", "closer", "closebtn", "closebutton", "btnclose", "dismiss"]);
  const PRESSABLE = `${BUTTONS},a,[role=link],[data-dismiss],[aria-label],[class*=close i],[class*=dismiss i],[id*=close i]`;
  const isButton = (element) => element.matches(BUTTONS);
  const isPressable = (element) => isButton(element) || getComputedStyle(element).cursor === "pointer";
  const framesOf = (layer) => (layer.matches("iframe") ? [layer] : deep("iframe", layer)).filter(isVisible);
  // What a component shows inside the layer stands outside of it in the document.
  const slottedIn = (layer) =>
    deep("slot", layer).flatMap((slot) => slot.assignedElements({ flatten: true })).filter((e) => !contains(layer, e));
  const scopesOf = (layer) =>
    [layer, ...framesOf(layer).map((frame) => frame.contentDocument?.body).filter(Boolean), ...slottedIn(layer)];
  const deepIn = (layer, selector) =>
    scopesOf(layer).flatMap((scope) =>
      scope !== layer && scope.matches(selector) ? [scope, ...deep(selector, scope)] : deep(selector, scope));
  const isHitAt = (element, x, y) => contains(element, atPoint(element.ownerDocument, x, y));
  const isHit = (element) => {
    const box = element.getBoundingClientRect();
    return isHitAt(element, box.x + box.width / 2, box.y + box.height / 2);
  };
  // Some crosses have an empty box and are drawn beside it by a pseudo-element: where the middle of that can be hit,
  // seen from the corner of the box; else null.
  const DRAWN = ["::before", "::after"];
  const drawnAt = (element) => {
    if (isLaidOut(element) || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return null;
    const box = element.getBoundingClientRect();
    const middles = DRAWN.map((pseudo) => getComputedStyle(element, pseudo)).map((style) => {
      const [left, top, width, height] = [style.left, style.top, style.width, style.height].map(parseFloat);
      return [left + width / 2, top + height / 2];
    });
    return middles.find(([x, y]) => Number.isFinite(x + y) && isHitAt(element, box.x + x, box.y + y)) || null;
  };
  const controlsOf = (layer) => {
    const found = deepIn(layer, PRESSABLE)
      .filter((element) => (isVisible(element) || drawnAt(element)) && isEnabled(element) && isPressable(element));
    const isAside = (element, other) => contains(element, other) || (isButton(other) && contains(other, element));
    return found.filter((e) => isButton(e) || !found.some((other) => other !== e && isAside(e, other)));
  };
  // Text that the style sheet puts in. The signs of icon fonts say nothing.
  const ofStyle = (control) =>
    squeeze(DRAWN.map((pseudo) => /^"([^"]*)"/.exec(getComputedStyle(control, pseudo).content)?.[1] || "").join(" "))
      .replace(/\p{Co}/gu, "");
  // A cross without a name says by its id or class what it is, or is drawn by the style sheet.
  const pressedAs = (control) =>
    nameOf(control) || (isButton(control) ? "" : shown(control)) || (labels(control, CLOSE_WORDS) ? "\u00d7" : "") ||
    ofStyle(control);
  const namesOf = (controls) => controls.map(pressedAs).filter((name) => name).slice(0, MOST);
  // A link to another page dismisses nothing.
  const isElsewhere = (link) => {
    if (!URL.canParse(link.href)) return false;
    const there = new URL(link.href);
    return /^https?:$/.test(there.protocol) && there.href.split("#")[0] !== location.href.split("#")[0];
  };
  const leads = (element) =>
    element instanceof HTMLAnchorElement && Boolean(element.getAttribute("href")) && isElsewhere(element);
  const isDialog = (element) => (element.matches(DIALOGS) || isOverlay(element)) && isVisible(element);
  // The layer laid over the page that what covers the target belongs to: the dialog around it, else the outermost
  // positioned ancestor, itself included; never one that the target is in, too.
  const layerOf = (cover, element) => {
    const around = lineOf(cover).filter((node) => !contains(node, element));
    const positioned = around.filter((node) => getComputedStyle(node).position !== "static");
    return around.find((node) => node.matches(DIALOGS)) || positioned.pop() || cover;
  };
  const open = () => outermost(deep("*").filter(isDialog));
  const isSaidBusy = (layer) => isBusy(layer) || deep("[aria-busy=true],[role=progressbar],progress,[class]", layer)
    .some((element) => isBusy(element) && isVisible(element));
  // The hints of some tours are no dialogs and scroll with the page: what stands highest of all that can be pressed
  // although a backdrop lies over the page. What the tour points at is raised as well, but stays where it is.
  const heightOf = (layer) => Number(getComputedStyle(layer).zIndex) || 0;
  const isRaised = (layer) =>
    getComputedStyle(layer).position === "absolute" && heightOf(layer) > 0 && !layer.closest(PAGE_PARTS);
  const raised = (element) =>
    deep(BUTTONS).filter((button) => isVisible(button) && isHit(button)).map((button) => layerOf(button, element))
      .filter(isRaised).reduce((highest, e) => (highest && heightOf(highest) >= heightOf(e) ? highest : e), null);
  // A backdrop has nothing to press: it belongs to the dialog in front of it, which may stand anywhere in the document.
  const inFront = (layer, dialogs, element) => {
    if (!layer || controlsOf(layer).length) return layer;
    const dialog = dialogs.findLast((e) => isInView(e) && controlsOf(e).length);
    return dialog || (isWide(layer) && !isSaidBusy(layer) && raised(element)) || layer;
  };
  // What is in the way of the target: the layer over it, or, where it is not to be seen, the dialog opened last.
  const blocking = (element, cover, opened = open()) => {
    const dialogs = opened.filter((dialog) => !element || !contains(dialog, element));
    return cover ? inFront(layerOf(cover, element), dialogs, element) : dialogs.findLast(isInView) || null;
  };
  // Ticks are on many cookie banners and "do not show again": a form asks for more.
  const FIELDS = "input:not([type=hidden],[type=submit],[type=button],[type=checkbox]),select,textarea";
  const hasForm = (layer) => deepIn(layer, FIELDS).some(isVisible);
  // innerText does not look into shadow roots.
  const shownDeep = (element) => {
    const hosts = [element, ...all("*", element)].slice(0, SCANNED).filter((e) => e.shadowRoot);
    const inside = hosts.flatMap((host) => [...host.shadowRoot.children].filter((e) => !e.matches("style,script")));
    return squeeze([shown(element), ...inside.map(shownDeep)].join(" "));
  };
  const textOf = (layer) => squeeze(scopesOf(layer).map(shownDeep).join(" "));
  const dialogs = (element, cover) => {
    const opened = open(), over = cover && blocking(element, cover, opened);
    const isNew = over && !opened.some((layer) => contains(layer, over));
    const told = (layer, controls) => ({
      role: roleOf(layer), text: textOf(layer), buttons: namesOf(controls), links: namesOf(controls.filter(leads)),
      hasForm: hasForm(layer), coversTarget: Boolean(over && contains(layer, over)),
    });
    return outermost(isNew ? [...opened, over] : opened).map((layer) => told(layer, controlsOf(layer)));
  };

  const ALERT_WORDS = new Set(["error", "errors", "errorlist", "errornote", "alert", "danger", "invalid", "warning"]);
  const GLAD_WORDS = new Set(["success", "info", "ok"]);
  const isAlert = (element) =>
    element.matches("[role=alert],[aria-live=assertive]") ||
    (!element.matches("input,select,textarea,html,body") && labels(element, ALERT_WORDS));
  const alerts = () => {
    const marked = all("[role],[aria-live],[class]").slice(0, SCANNED).filter(isAlert);
    const texts = innermost(marked.filter((element) => !labels(element, GLAD_WORDS))).filter(isVisible).map(shown);
    return [...new Set(texts.filter((said) => said && said.length < 500))];
  };

  const OTP_WORDS = new Set(["otp", "totp", "mfa", "2fa", "twofactor", "passcode", "verification", "authenticator"]);
  const isCodeField = (field) =>
    field.autocomplete === "one-time-code" ||
    ["text", "tel", "number", "password"].includes(field.type) && labels(field, OTP_WORDS);
  // Pages name the picture, or what holds it and nothing else.
  const holderOf = (image) => (image.parentElement?.childElementCount === 1 ? [image.parentElement] : []);
  const isQr = (image) =>
    [image, ...holderOf(image)].some((element) =>
      words(["id", "class", "alt", "title", "aria-label"].map((name) => element.getAttribute(name)).join(" "))
        .some((word) => word.startsWith("qr")));
  // A secret to type into an authenticator by hand: base32, mostly in groups of four.
  const SECRET_HOLDERS = "code,kbd,samp,pre,b,strong,em,span,p,td,dd,div,output,input[readonly]";
  const isSecret = (element) => {
    const said = squeeze(element.matches("input") ? element.value : element.childElementCount ? "" : element.innerText);
    const isSpaced = /^(?:[a-z2-7]{4} ){3,15}[a-z2-7]{1,4}$/.test(said) && /[2-7]/.test(said);
    return isSpaced || said.length < 200 && /(?:^|[\s:])(?:[A-Z2-7]{4}[ -]?){4,16}(?:[A-Z2-7]{1,3})?(?:$|[\s.])/.test(said) && /[2-7]/.test(said);
  };
  const isInvalid = (field) => field.getAttribute("aria-invalid") === "true" || field.matches(":user-invalid");
  const complaint = (field) => {
    const told = textOfIds(field, "aria-errormessage") || textOfIds(field, "aria-describedby");
    return `${nameOf(field) || field.name || field.id}: ${squeeze(told || field.validationMessage)}`;
  };
  const forms = () => {
    const fields = all("input,select,textarea").filter(isVisible);
    return {
      passwordFields: fields.filter((field) => field.type === "password").length,
      autocomplete: [...new Set(fields.map((field) => field.getAttribute("autocomplete")).filter(Boolean))],
      otpField: fields.some(isCodeField),
      qrImage: all("img,canvas,svg").some((image) => isVisible(image) && isQr(image)),
      secretShown: all(SECRET_HOLDERS).slice(0, SCANNED).some((e) => isVisible(e) && isSecret(e)),
      invalidFields: fields.filter(isInvalid).map(complaint),
    };
  };

  const WALL = /recaptcha|hcaptcha|turnstile|challenges\.cloudflare|arkoselabs|funcaptcha|geetest|datadome|perimeterx/i;
  const CAPTCHA = [
    ".g-recaptcha:not([data-size=invisible])", ".h-captcha", ".cf-turnstile", "#px-captcha", "#challenge-form",
    "[id*=captcha i]",
  ].join(",");
  // The badge of a captcha that never asks anything is on many pages and stands in nobody's way.
  const isWall = (frame) => WALL.test(frame.src) && isVisible(frame) && !frame.closest(".grecaptcha-badge");
  const captcha = () => all("iframe[src]").some(isWall) || all(CAPTCHA).some(isVisible);

  const INTERESTING = "a,button,input,select,textarea,summary,label,h1,h2,h3,th,[role],[onclick],[data-testid]";
  const main = () =>
    all("main,[role=main],#main,#content").find(isVisible) || document.body || document.documentElement;
  // What follows the current page in a pager, whatever the language: a link that says so, or one after the current.
  const PAGERS = "[class*=pagin i],[class*=pager i],[aria-label*=pagin i],[data-testid*=pagin i]";
  const nextPage = () => {
    const told = all("a[rel=next],[aria-label*='next page' i]").find(isUsable);
    if (told) return told;
    for (const pager of all(PAGERS).filter(isVisible)) {
      const current = pager.querySelector("[aria-current],.active,.current,.selected");
      const after = (e) => current && current.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING;
      const found = all(BUTTONS, pager).find((e) => after(e) && !contains(current, e) && isUsable(e));
      if (found) return found;
    }
    return null;
  };
  const pager = () => {
    const next = nextPage();
    return next ? nameOf(next) || shown(next) || "next" : "";
  };
  const mutations = () => globalThis[Symbol.for("webmend.mutations")]?.(2000) ?? 0;

  // Everything that evidence wants of one frame. `element` is the target where it is in this frame.
  const facts = async (element) => {
    const content = shown(main()), over = element ? coverOf(element) : null;
    const table = element?.closest("table") || all("table").find(isVisible);
    return {
      readyState: document.readyState, title: squeeze(document.title), lang: document.documentElement.lang,
      heading: squeeze(all("h1").find(isVisible)?.innerText),
      target: element ? await target(element) : null,
      busy: busy().slice(0, MOST).map(describe),
      dialogs: dialogs(element, over).slice(0, 5), alerts: alerts().slice(0, MOST), forms: forms(), captcha: captcha(),
      tableHeaders: table ? headers(table).slice(0, 50) : [], mainTextLength: content.length, mainTextSample: content,
      mutationsLast2S: mutations(), pager: pager(),
      candidates: all(INTERESTING).filter(isVisible).slice(0, CANDIDATES).map(describe),
    };
  };

  return {
    activeEntry, anyInReach: (elements) => elements.some((element) => !isOutOfReach(element)),
    chosen, cover, entries, entry, facts, fingerprint, framed, glance, survey, held, heldByBoxes, heldValue,
    isBox: QUESTIONS.isBox, isUsable, labelOver, list, options, said, showsEntry,
    table, text, wholeTable,
    // for the other scripts
    DIALOGS, atPoint, blocking, contains, controlsOf, deep, describe, drawnAt, framesOf, hasForm, isSaidBusy, isVisible,
    isWide, leads, pressedAs, roleOf, tagOf, textOf,
    SECRET_HOLDERS, alerts, forms, hides, isEnabled, isLaidOut, isOffCanvas, isOutOfReach, isQr, isSecret, lineOf, nameOf,
    parentOf, surveyed, words, xpathOf,
  };
}
