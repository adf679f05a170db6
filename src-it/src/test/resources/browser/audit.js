// The body of a function that returns what is wrong with the page as it is shown now, a line each.
const faults = [];
const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !node.closest(".sr");
const told = (node) => `${node.tagName.toLowerCase()}${node.id ? "#" + node.id : ""}${node.className ? "." + node.className : ""}`;

for (const field of document.querySelectorAll("input, select, textarea")) {
  if (!field.labels?.length && !field.ariaLabel) faults.push(`no label: ${told(field)}`);
}
for (const control of document.querySelectorAll("button, a, summary, [role=group]")) {
  const named = control.ariaLabel || control.textContent.trim() || control.getAttribute("aria-labelledby");
  if (!named) faults.push(`no name: ${told(control)}`);
}
for (const image of document.querySelectorAll("img")) if (!image.hasAttribute("alt")) faults.push(`no alt: ${told(image)}`);
const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`twice: #${id}`);
for (const name of ["aria-labelledby", "aria-describedby", "aria-controls"]) {
  for (const node of document.querySelectorAll(`[${name}]`)) {
    if (!document.getElementById(node.getAttribute(name))) faults.push(`${name} leads nowhere: ${told(node)}`);
  }
}

// Contrast, of whatever has text of its own, against the nearest background. A canvas knows all colour spaces.
const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
function rgba(colour) {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}
const light = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
function background(node) {
  for (let each = node; each; each = each.parentElement) {
    const colour = rgba(getComputedStyle(each).backgroundColor);
    if (colour[3] === 255) return colour;
  }
  return rgba("white");
}
function check(what, colour, behind, least) {
  const [a, b] = [luminance(rgba(colour)), luminance(behind)];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < least) faults.push(`contrast ${ratio.toFixed(2)}: ${what}`);
}
for (const node of document.querySelectorAll("body *")) {
  const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) || node.matches("input:not([type]), textarea, select");
  if (!own || !shown(node) || node.closest("script, option")) continue;
  check(`${told(node)} "${node.textContent.trim().slice(0, 30)}"`, getComputedStyle(node).color, background(node), 4.5);
  if (node.placeholder) check(`placeholder of ${told(node)}`, getComputedStyle(node, "::placeholder").color, background(node), 4.5);
  // Borders show the places of fields.
  if (node.matches("input:not([type]), select, #payload")) {
    check(`border of ${told(node)}`, getComputedStyle(node).borderTopColor, background(node.parentElement), 3);
  }
}
// Whatever colour the next visitor takes.
for (const { value } of document.querySelectorAll("[name=hue]")) {
  for (const kind of ["face", "note", "cursor"]) {
    const probe = document.createElement("div");
    probe.className = kind;
    probe.style.setProperty("--hue", value);
    const text = probe.appendChild(document.createElement("span"));
    document.body.append(probe);
    check(`${kind} of hue ${value}`, getComputedStyle(text).color, background(text), 4.5);
    probe.remove();
  }
}
if (document.documentElement.scrollWidth > innerWidth) faults.push("scrolls sideways");
return faults;
