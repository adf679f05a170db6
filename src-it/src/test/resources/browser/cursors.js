// The body of a function: counts in `window.watched` how cursors move, and what else changes, from now on.
const watched = (window.watched = { frames: [], moves: 0, again: 0, others: 0 });
const last = new WeakMap();
new MutationObserver((records) => {
  // The same until the next frame.
  const frame = document.timeline.currentTime;
  for (const { target, attributeName } of records) {
    if (!target.matches?.(".cursor") || attributeName !== "style") {
      watched.others++;
      continue;
    }
    watched.moves++;
    if (last.get(target) === frame) watched.again++;
    last.set(target, frame);
  }
}).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
let before;
const count = (now) => {
  if (before) watched.frames.push(now - before);
  before = now;
  requestAnimationFrame(count);
};
requestAnimationFrame(count);
