// Shows what a server would receive, and counts the events that frameworks listen to.
window.events = [];
for (const name of ["input", "change", "isonomia-change"]) {
  document.addEventListener(name, (event) => window.events.push([name, event.target.getAttribute("name"), event.detail?.value ?? null]));
}
document.getElementById("vote").addEventListener("submit", (event) => {
  event.preventDefault();
  document.getElementById("sent").textContent = new URLSearchParams(new FormData(event.target)).toString();
});
