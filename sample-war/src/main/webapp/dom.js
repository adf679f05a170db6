export const $ = (id) => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && name !== "style") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export const face = ({ name, hue }) =>
  element("span", { className: "face", style: `--hue: ${Number(hue)}`, "aria-hidden": "true" }, [...name][0] ?? "?");

/** Says something for a few seconds, to eyes and screen readers. */
export function toast(text, kind = "") {
  const shown = element("p", { className: kind }, text);
  $("toasts").append(shown);
  setTimeout(() => shown.remove(), 6000);
}

/** At most one call in so many ms, with the last arguments; the last call is never left out. */
export function throttled(ms, call) {
  let last = 0;
  let waiting;
  return (...values) => {
    clearTimeout(waiting);
    const run = () => {
      last = performance.now();
      call(...values);
    };
    const left = last + ms - performance.now();
    if (left <= 0) run();
    else waiting = setTimeout(run, left);
  };
}
