// The body of a function that returns what is wrong with the focus as it is shown now; nothing if it can be seen.
const at = document.activeElement;
const shown = (node) => {
  const { outlineStyle, outlineWidth } = getComputedStyle(node);
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
};
if (at === document.body || shown(at) || (at.matches(".note textarea") && shown(at.closest(".note")))) return "";
return `the focus is not seen at ${at.outerHTML.slice(0, 80)}`;
