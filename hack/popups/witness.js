// Tells the server what was pressed, by whom ever, and puts the target under whatever pops up.
(() => {
  const tell = (what) => fetch(`/pressed${location.pathname}`, { method: "POST", body: what, keepalive: true });
  const nameOf = (element) =>
    (element.getAttribute("aria-label") || element.innerText || element.value || element.title || element.className || "")
      .toString().replace(/\s+/g, " ").trim().slice(0, 80);
  addEventListener("click", (event) => {
    const path = event.composedPath().filter((node) => node instanceof Element);
    const control = path.find((node) => node.matches("button,a,input,[role=button]")) || path[0];
    if (control.id === "go") tell("GO").then(() => (document.body.dataset.opened = ""));
    else tell(nameOf(control) || control.tagName);
  }, true);
  addEventListener("keydown", (event) => tell(`key ${event.key}`), true);

  const above = (node) => node.assignedSlot || node.parentElement || node.getRootNode().host;
  const atPoint = (root, x, y) => {
    const top = root.elementFromPoint(x, y);
    return top?.shadowRoot && top.shadowRoot !== root ? atPoint(top.shadowRoot, x, y) || top : top;
  };
  const isAbove = (element) => {
    for (let node = element; node && node !== document.body; node = above(node)) {
      const { position, zIndex } = getComputedStyle(node);
      if (node.id === "go") return false;
      if (position === "fixed" || node.matches("dialog[open]") || (position === "absolute" && Number(zIndex) > 0)) return true;
    }
    return false;
  };
  const coveredPoints = () => {
    const points = [];
    for (let x = 5; x < 100; x += 5)
      for (let y = 5; y < 100; y += 5) points.push([(innerWidth * x) / 100, (innerHeight * y) / 100]);
    return points.filter(([x, y]) => isAbove(atPoint(document, x, y)));
  };
  const middleOf = (points) => {
    const mean = (side) => points.reduce((sum, point) => sum + point[side], 0) / points.length;
    const [x, y] = [mean(0), mean(1)];
    return points.reduce((best, point) =>
      Math.hypot(point[0] - x, point[1] - y) < Math.hypot(best[0] - x, best[1] - y) ? point : best);
  };
  let before = 0, steady = 0;
  const place = setInterval(() => {
    const points = coveredPoints();
    steady = points.length && points.length === before ? steady + 1 : 0;
    before = points.length;
    if (steady < 5) return;
    const [left, top] = middleOf(points), target = document.getElementById("go");
    Object.assign(target.style, { left: `${left}px`, top: `${top}px` });
    document.body.dataset.covered = String(points.length);
    clearInterval(place);
  }, 100);
})();
