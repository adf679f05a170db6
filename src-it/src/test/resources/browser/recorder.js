// Runs before the page's own scripts, and keeps what is over when a busy test looks.
window.seen = new Set();
window.shifts = [];
window.ticks = [];

new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, startTime, sources } of list.getEntries()) {
    const names = sources.map(({ node }) => node?.id || node?.className || node?.parentElement?.id || String(node?.nodeName));
    if (!hadRecentInput) shifts.push(`${names} by ${value} after ${Math.round(startTime)} ms`);
  }
}).observe({ type: "layout-shift", buffered: true });

addEventListener("DOMContentLoaded", () => {
  const watch = (id, call) => {
    const node = document.getElementById(id);
    new MutationObserver(() => call(node.textContent)).observe(node, { subtree: true, childList: true, characterData: true });
  };
  for (const id of ["typing", "banner", "toasts", "state"]) watch(id, (text) => seen.add(text));
  watch("clock", () => ticks.push(Math.round(performance.now())));
});
