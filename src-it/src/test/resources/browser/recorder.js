// Runs before the page's own scripts, and keeps what is over when a busy test looks.
window.seen = new Set();
window.shifts = [];
window.ticks = [];

new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, startTime, sources } of list.getEntries()) {
    const moves = sources.map(({ node, previousRect, currentRect }) => {
      const name = [node?.nodeName, node?.id, node?.className, node?.textContent].join(" ");
      const way = [currentRect.x - previousRect.x, currentRect.y - previousRect.y].map(Math.round);
      return `${name.slice(0, 40)} by ${way}`;
    });
    if (!hadRecentInput) shifts.push(`${moves.join(", ")}: ${value} after ${Math.round(startTime)} ms`);
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
