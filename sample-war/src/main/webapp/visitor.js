import { $, element } from "./dom.js";

const FIRST = ["Quiet", "Amber", "Brisk", "Merry", "Swift", "Velvet", "Sunny", "Clever"];
const SECOND = ["Otter", "Heron", "Lynx", "Fox", "Wren", "Badger", "Puffin", "Hare"];
export const HUES = [25, 55, 95, 145, 195, 235, 285, 340];
const any = (list) => list[Math.floor(Math.random() * list.length)];

export const newPass = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Name and colour stay in the tab. The pass is the browser's, so that a second tab is the same visitor. */
export const me = {
  id: "",
  name: sessionStorage.name ?? localStorage.name ?? `${any(FIRST)} ${any(SECOND)}`,
  hue: Number(sessionStorage.hue ?? localStorage.hue ?? any(HUES)),
  /** Belongs to this page; a duplicated tab has its own. */
  tab: newPass().slice(0, 12),
  isNew: sessionStorage.name === undefined,
};

/** The visitor's credential. */
export function credential() {
  localStorage.pass ??= newPass();
  return { name: me.name, hue: me.hue, pass: localStorage.pass };
}

/** Asks for name and colour beside the page, which is alive already; `changed` is called with the answer in `me`. */
export function introduce(changed) {
  const dialog = $("enter");
  const show = () => {
    $("my-name").textContent = me.name;
    $("me").style.setProperty("--hue", me.hue);
    $("me").querySelector(".face").textContent = [...me.name][0];
  };
  $("hues").append(
    ...HUES.map((hue, index) => {
      const radio = element("input", { type: "radio", name: "hue", value: hue, required: true });
      const label = element("label", { style: `--hue: ${hue}` }, radio, element("span", { className: "sr" }, `Colour ${index + 1}`));
      return label;
    }),
  );
  const ask = () => {
    $("name").value = me.name;
    dialog.querySelector(`[value="${me.hue}"]`).checked = true;
    dialog.show();
    $("name").select();
  };
  $("me").onclick = () => (dialog.open ? dialog.close() : ask());
  dialog.onkeydown = ({ key }) => {
    if (key === "Escape") dialog.close();
  };
  dialog.querySelector("form").onsubmit = () => {
    me.name = $("name").value.trim() || me.name;
    me.hue = Number(dialog.querySelector("[name=hue]:checked").value);
    for (const store of [sessionStorage, localStorage]) Object.assign(store, { name: me.name, hue: me.hue });
    show();
    changed();
    $("me").focus();
  };
  show();
  if (me.isNew) ask();
}
