// A selector engine of the driver: `webmend=glance text` below a field leads to an element whose text is, as JSON, what the
// page script's glance says of the field with the question "text". The driver runs it in a world of its own, where it is
// loaded once a document for its own look-ups, and where nothing of the page's can change what is found or said.
(library) => {
  // Fields that are typed into: false from the time that they are looked at, true once the page has had a frame since.
  const settled = new WeakMap();
  const watch = (field) => {
    settled.set(field, false);
    const input = () => library().framed().then(() => settled.set(field, true));
    field.addEventListener("input", input, {once: true, capture: true});
  };
  // Milliseconds until the next frame has been drawn, at 60 a second.
  const FRAME = 1000 / 60;
  const due = () => FRAME - ((performance.now() - document.timeline.currentTime) % FRAME) + 1;
  const questions = {
    glance: (element, question) => {
      if (question === "isBox") watch(element);  // who asks is about to type
      return library().glance(element, question);
    },
    // What a field holds that was looked at and typed into, or the time until the page will have had its say. Neither of
    // another element, such as one that the page has put in its place.
    heldSince: (field) => {
      const is = settled.get(field);
      return {due: is === false ? due() : 0, held: is ? library().held(field) : null};
    },
  };
  const answer = (element, name, question) => (questions[name] || library()[name])(element, question);
  const query = (element, body) => {
    const data = document.createElement("data");
    data.textContent = JSON.stringify(answer(element, ...body.split(" ")));
    return data;
  };
  return {query, queryAll: (element, body) => [query(element, body)]};
}
