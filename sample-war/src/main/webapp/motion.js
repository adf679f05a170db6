/** Moves elements towards where they belong, by transforms only: nothing is laid out while they move. */
const moving = new Map();
const still = matchMedia("(prefers-reduced-motion: reduce)");
const SETTLE = 55;
let running = false;
let last = 0;

/** Puts the element there, in px; smoothly, unless `now`. */
export function moveTo(node, x, y, now = false) {
  const place = moving.get(node) ?? { x, y };
  moving.set(node, place);
  place.tx = x;
  place.ty = y;
  if (now || still.matches) [place.x, place.y] = [x, y];
  place.shown = false;
  if (!running) {
    running = true;
    last = performance.now();
    requestAnimationFrame(step);
  }
}

export const forget = (node) => moving.delete(node);

function step(now) {
  const share = 1 - Math.exp(-(now - last) / SETTLE);
  last = now;
  running = false;
  for (const [node, place] of moving) {
    if (place.shown) continue;
    place.x += (place.tx - place.x) * share;
    place.y += (place.ty - place.y) * share;
    if (Math.abs(place.tx - place.x) + Math.abs(place.ty - place.y) < 0.3) {
      [place.x, place.y, place.shown] = [place.tx, place.ty, true];
    }
    node.style.transform = `translate3d(${place.x.toFixed(1)}px, ${place.y.toFixed(1)}px, 0)`;
    running ||= !place.shown;
  }
  if (running) requestAnimationFrame(step);
}
