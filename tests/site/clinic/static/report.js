// Asks every second whether the report is ready, and shows it then.
const { status } = document.querySelector("[data-status]").dataset;
setInterval(async () => {
  const answer = await fetch(status);
  if (answer.ok && (await answer.json()).ready) location.reload();
}, 1000);
