// Shows the banner until it has been answered in this browser.
const banner = document.querySelector("[data-cookie-banner]");
banner.hidden = document.cookie.includes("cookies=");
for (const button of banner.querySelectorAll("[data-answer]")) {
  button.addEventListener("click", () => {
    document.cookie = `cookies=${button.dataset.answer}; path=/`;
    banner.hidden = true;
  });
}
