(page) => {
  // What lies over an element, and what can be pressed in it. `page` is the page script's functions.
  const {
    DIALOGS, atPoint, blocking, contains, controlsOf, deep, describe, drawnAt, framesOf, hasForm, isSaidBusy, isVisible,
    isWide, leads, pressedAs, roleOf, tagOf, textOf,
  } = page;
  const MOST = 40;
  // The middle first: it is where steps click.
  const POINTS = [[0.5, 0.5], [0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]];

  // --- what lies over it ---------------------------------------------------------------------------------------------
  const isInView = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const bringIntoView = (element) => {
    const box = element.getBoundingClientRect();
    if (!isInView(box.x + box.width / 2, box.y + box.height / 2))
      element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  };
  const topAt = (element, [across, down]) => {
    const box = element.getBoundingClientRect();
    return atPoint(document, box.x + box.width * across, box.y + box.height * down);
  };
  const isOther = (element, top) =>
    top && top !== document.body && top !== document.documentElement && !contains(top, element) && !contains(element, top);
  // Nothing inside an inert part of the page, or beside a modal dialog, can be hit at all.
  const isInert = (element) => {
    const modal = deep("dialog:modal").pop();
    return Boolean(element.closest("[inert]")) || Boolean(modal && !contains(modal, element));
  };
  const isFree = (element, top) => !isInert(element) && Boolean(top) && !isOther(element, top);
  // What covers the element: null where it can be clicked. `points` are fractions of its box.
  const coverOf = (element, points) => {
    const tops = points.map((point) => topAt(element, point));
    if (isFree(element, tops[0])) return null;
    const over = tops.find((top) => isOther(element, top)) || null;
    return blocking(element, over);
  };

  // --- what it is ----------------------------------------------------------------------------------------------------
  const selectorOf = (element) => {
    const id = element.getAttribute("id"), first = element.classList[0];
    return tagOf(element) + (id ? `#${id}` : first ? `.${first}` : "");
  };
  const factsOf = (control) => ({
    name: pressedAs(control), tag: tagOf(control), role: roleOf(control), leads: leads(control),
    selector: selectorOf(control),
  });
  const layerFacts = (layer, controls) => ({
    element: describe(layer), text: textOf(layer), controls: controls.map(factsOf), hasForm: hasForm(layer),
    busy: isSaidBusy(layer),
    modal: layer.matches(DIALOGS) || Boolean(deep(DIALOGS, layer).length) || isWide(layer),
    foreign: framesOf(layer).some((frame) => !frame.contentDocument),
  });
  // Facts for the decision, and the elements they speak of, in the same order.
  const told = (layer) => {
    if (!layer) return { facts: null, controls: [] };
    const controls = controlsOf(layer).slice(0, MOST);
    return { facts: layerFacts(layer, controls), controls };
  };

  return {
    // Of what lies over an element; `at`: one point, for a frame in which the real target is.
    cover: (element, at) => {
      if (!isVisible(element)) return told(blocking(null, null));
      if (!at) bringIntoView(element);
      return told(coverOf(element, at ? [at] : POINTS));
    },
    // Of the dialog that is open, where the target is not to be seen.
    openDialog: () => told(blocking(null, null)),
    // Of elements that somebody named.
    control: (element) => ({ ...factsOf(element), leads: false }),
    // Where one can be hit that has an empty box.
    drawnAt,
  };
}
