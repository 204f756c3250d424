(page) => {
  // What keeps an element out of sight, and which controls may bring it into sight. `page` is the page script's functions.
  const {
    contains, deep, describe, hides, isEnabled, isLaidOut, isOffCanvas, isOutOfReach, isVisible, leads, lineOf, parentOf,
    surveyed, words, xpathOf,
  } = page;
  const MOST = 8, MOST_OPENERS = 64;
  // Levels above what is hidden on which its control may stand: further up it belongs to something else.
  const LEVELS = 3;

  // --- what is hidden ------------------------------------------------------------------------------------------------
  const isRendered = (element) =>
    getComputedStyle(element).display === "contents" || element.checkVisibility({ visibilityProperty: true });
  // The element and its ancestors, up to the outermost one that is hidden; nothing where the element is in sight.
  const hiddenLine = (element) => {
    if (isLaidOut(element) && !isOutOfReach(element)) return [];
    const line = lineOf(element), isOff = isLaidOut(element) && isOffCanvas(element);
    const isHidden = (node) => !isRendered(node) || hides(node, element) || (isOff && isOffCanvas(node));
    const outermost = line.findLastIndex(isHidden);
    return line.slice(0, Math.max(outermost, 0) + 1);
  };

  // --- what may be used ----------------------------------------------------------------------------------------------
  const CONTROLS = "button,summary,a,label,[role=button],[role=tab],[role=link],[role=menuitem],[tabindex],[onclick]";
  const STAYS = /^(#|javascript:)/i;
  const isLinkAway = (element) =>
    leads(element) || (element instanceof HTMLAnchorElement && element.hasAttribute("href") &&
      !STAYS.test(element.getAttribute("href").trim()));
  const sends = (element) => Boolean(element.form) && ["submit", "image", "reset"].includes(element.type);
  const isClickable = (element) =>
    isVisible(element) && isEnabled(element) && !isLinkAway(element) && !sends(element);

  // --- which control: the surest sign first --------------------------------------------------------------------------
  const idsIn = (element, attributes) =>
    attributes.flatMap((name) => (element.getAttribute(name) || "").split(/\s+/)).filter(Boolean);
  const ofDetails = (element) => {
    const closed = lineOf(element).filter((node) => node.matches("details:not([open])"));
    const summary = closed.pop()?.querySelector(":scope > summary");
    return summary && !contains(summary, element) ? [summary] : [];
  };
  const POINTING = "[aria-controls],[aria-owns],[data-bs-target],[data-target],a[href^='#']";
  const pointsAt = (control) => [
    ...idsIn(control, ["aria-controls", "aria-owns"]),
    ...idsIn(control, ["data-bs-target", "data-target", "href"]).filter((id) => id[0] === "#").map((id) => id.slice(1)),
  ];
  const ofPointers = (root, line) => {
    const ids = new Set(line.map((node) => node.id).filter(Boolean));
    return ids.size ? deep(POINTING, root).filter((control) => pointsAt(control).some((id) => ids.has(id))) : [];
  };
  const OPENING = "[aria-expanded],[aria-haspopup],[role=tab],[data-toggle],[data-bs-toggle]";
  const ofLabels = (root, line) =>
    line.flatMap((node) => idsIn(node, ["aria-labelledby"]))
      .map((id) => root.getElementById?.(id)).filter((control) => control?.matches(OPENING));
  // The nearest one before what is hidden, level by level; else the nearest after it. The body is not searched as a
  // whole but for what is a menu, whose control may be far away; for other things it must be right before them.
  const nearest = (line, isOne) => {
    const hidden = line.at(-1), beside = hidden.previousElementSibling;
    let scope = parentOf(hidden);
    for (let level = 0; scope && level < LEVELS; level++, scope = parentOf(scope)) {
      const isNear = (e) => scope !== document.body || isMenu(line) || (beside && contains(beside, e));
      const found = deep(CONTROLS, scope).filter((e) => !contains(hidden, e) && isNear(e) && isOne(e));
      const before = found.filter((e) => e.compareDocumentPosition(hidden) & Node.DOCUMENT_POSITION_FOLLOWING);
      if (found.length) return [before.at(-1) || found[0]];
      if (scope === document.body) return [];
    }
    return [];
  };
  const MENU_WORDS = new Set(["menu", "submenu", "nav", "navbar", "navigation", "dropdown", "drawer", "sidebar", "collapse"]);
  const namedBy = (element) => words(["id", "class"].map((name) => element.getAttribute(name)).join(" "));
  const isMenu = (line) => line.some((node) =>
    node.matches("nav,[role=menu],[role=navigation],[role=listbox],[role=tabpanel]") ||
    namedBy(node).some((word) => MENU_WORDS.has(word)));
  // One that says of something else that it opens it opens nothing besides.
  const isOthers = (control) => {
    const ids = idsIn(control, ["aria-controls", "aria-owns"]);
    return ids.some((id) => control.getRootNode().getElementById?.(id));
  };
  const isClosed = (control) =>
    control.matches("[aria-expanded=false],[aria-haspopup]:not([aria-expanded=true])") && !isOthers(control);
  const TOGGLE_WORDS = new Set([
    "toggle", "toggler", "hamburger", "burger", "menu", "dropdown", "collapse", "accordion", "expand", "expander",
    "kebab", "overflow",
  ]);
  const TOGGLE_SIGNS = /^[\u2261\u2630\u2807\u22ee\u22ef\u2026\u2847\u25be\u25bc\u25bf\u2304\u203a\u25b8\u25b6+]+$|^menu$/i;
  const isToggle = (control) =>
    !isOthers(control) && !control.matches("[aria-expanded=true]") &&
    (namedBy(control).some((word) => TOGGLE_WORDS.has(word)) || TOGGLE_SIGNS.test(describe(control).name.trim()));

  // --- what style sheets show while the mouse is over something, or while something is ticked ------------------------
  const rulesIn = (rules) =>
    [...rules].flatMap((rule) => [...(rule.selectorText ? [rule] : []), ...(rule.cssRules ? rulesIn(rule.cssRules) : [])]);
  const readable = (sheet) => {
    try {
      return rulesIn(sheet.cssRules);
    } catch {
      return [];  // a sheet of another origin is not for us to read
    }
  };
  const shows = ({ style }) =>
    (style.display && style.display !== "none") || style.visibility === "visible" || style.height || style.maxHeight;
  const matches = (element, selector) => {
    try {
      return element.matches(selector);
    } catch {
      return false;
    }
  };
  // For each rule that shows a part of the line while another element is in that state: the selector of the other one.
  const statesThatShow = (line, state) =>
    [...document.styleSheets, ...document.adoptedStyleSheets].flatMap(readable).filter(shows)
      .flatMap((rule) => rule.selectorText.split(",")).filter((selector) => selector.includes(state))
      .filter((selector) => line.some((node) => matches(node, selector.replaceAll(state, ""))))
      .map((selector) => selector.split(state)[0].trim() || "*");
  const ofStates = (line, state) => {
    const hidden = line.at(-1), around = lineOf(parentOf(hidden) || hidden);
    return statesThatShow(line, state).map((selector) =>
      around.find((node) => matches(node, selector)) ||
      deep("*", parentOf(hidden)).find((node) => matches(node, selector) && !contains(hidden, node))).filter(Boolean);
  };
  // Of an item with its submenu in it, the part that is in sight.
  const pointedAt = (line) => (trigger) =>
    deep("a,button,[tabindex]", trigger).find((e) => isVisible(e) && !contains(line.at(-1), e)) || trigger;
  // The item of a menu whose submenu is hidden: a script may open that when the mouse comes.
  const ITEMS = "li,[role=menuitem],[aria-haspopup]";
  const itemsAround = (line) => {
    const item = lineOf(parentOf(line.at(-1))).find((node) => node.matches(ITEMS) || isMenu([node]));
    const before = line.at(-1).previousElementSibling;
    return [...(item ? [pointedAt(line)(item)] : []), ...(before?.matches("a,button,[aria-haspopup]") ? [before] : [])];
  };
  const labelOf = (box) => [...(box.labels || []), box].find(isVisible);

  const candidates = (element, line) => {
    const root = element.getRootNode();
    const clicked = [
      ...ofDetails(element), ...ofPointers(root, line), ...ofLabels(root, line), ...nearest(line, isClosed),
      ...ofStates(line, ":checked").map(labelOf).filter(Boolean),
    ].filter(isClickable);
    const hovered = ofStates(line, ":hover").map(pointedAt(line)).filter(isVisible);
    const pointed = isMenu(line) ? itemsAround(line).filter(isVisible) : [];
    const guessed = nearest(line, (control) => isClickable(control) && isToggle(control));
    const ranked = [
      ...clicked.map((control) => [control, "Click"]), ...hovered.map((control) => [control, "Hover"]),
      ...guessed.map((control) => [control, "Click"]), ...pointed.map((control) => [control, "Hover"]),
    ];
    const isSame = ([control, gesture]) => ([other, way]) => other === control && way === gesture;
    const isFirst = (way, index) => ranked.findIndex(isSame(way)) === index;
    return ranked.filter(isFirst).filter(([control]) => !contains(control, element)).slice(0, MOST);
  };

  // --- menus that the page does not hold until they are open ---------------------------------------------------------
  const OPENERS = "button,summary,a,[role=button],[role=link],[role=menuitem],[tabindex]";
  const MENU_POPUPS = new Set([null, "", "true", "menu"]);
  const saysMenu = (e) => isClosed(e) && MENU_POPUPS.has(e.getAttribute("aria-haspopup")) && !e.matches("[role=combobox]");
  // Fewer than beside a known hidden element: a lone plus may add something, and an arrow lead on.
  const MENU_SIGNS = /^[\u2261\u2630\u2807\u22ee\u22ef\u2026\u2847]+$|^menu$/i;
  const isSign = (e) => isToggle(e) && MENU_SIGNS.test(describe(e).name.trim());
  const opensByMouse = (e) => isToggle(e) && !e.matches("[aria-expanded=false]");
  const openers = () => {
    const found = deep(OPENERS).filter((e) => isClickable(e) && !isOutOfReach(e));
    const told = found.filter((e) => saysMenu(e) || isSign(e));
    const guessed = found.filter((e) => !told.includes(e) && opensByMouse(e));
    return [...told.map((e) => [e, "Click"]), ...guessed.map((e) => [e, "Hover"])];
  };
  const isSeen = (e) => e.isConnected && isVisible(e) && !isOutOfReach(e);
  const everything = () => [...new Set([...document.querySelectorAll("body *"), ...deep("*")])];
  const hasCome = (before) => (e) => !before.has(e) && isSeen(e);

  const numbered = (elements, element) => {
    const known = elements.indexOf(element);
    return known < 0 ? elements.push(element) - 1 : known;
  };
  const told = (elements) => ([control, gesture]) => ({ gesture, element: surveyed(control, numbered(elements, control)) });
  return {
    // The number of an element in a survey; one that it has not seen is added to it.
    numberIn: (elements, element) => numbered(elements, element),
    lookAt: (elements, number) => surveyed(elements[number], number),
    // What hides an element of a survey; null where it is in sight.
    hidden: (elements, number) => {
      const element = elements[number], line = hiddenLine(element);
      if (!element.isConnected) return { isGone: true };
      if (!line.length) return null;
      return { by: xpathOf(line.at(-1)), controls: candidates(element, line).map(told(elements)) };
    },
    openers: (elements) => openers().slice(0, MOST_OPENERS).map(told(elements)),
    // What is in sight now, to be compared with what is in sight later.
    inSight: () => new Set(everything().filter(isSeen)),
    hasMore: (before) => everything().some(hasCome(before)),
    more: (before) => new Set(everything().filter(hasCome(before))),
    // Whether a control that was used is still open, as it says itself or as what has come with it shows.
    isOpen: (control, came) =>
      control.hasAttribute("aria-expanded") ? control.matches("[aria-expanded=true]") : [...came].some(isSeen),
    saysOpen: (control) => control.matches("[aria-expanded=true]"),
    isInDialog: (control) => lineOf(control).some((node) => node.matches("dialog,[role=dialog],[role=alertdialog]")),
    // The same for evidence: only what the controls are.
    revealers: (element) => {
      const line = hiddenLine(element);
      return [...new Set(line.length ? candidates(element, line).map(([control]) => control) : [])].map(describe);
    },
  };
}
