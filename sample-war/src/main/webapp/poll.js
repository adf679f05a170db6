import { client } from "./connection.js";
import { $, element, toast } from "./dom.js";

/** Votes by choice. The server lets pages count, and nothing else. */
export async function startPoll() {
  const record = await client.subscribeRecord("poll:next", { mode: "patch" });
  const votes = (choice) => Math.max(0, record.get()?.[choice] ?? 0);
  /** This browser's vote; none if the poll began anew. */
  const own = () => (votes(localStorage.vote) > 0 ? localStorage.vote : "");

  const choices = [...$("poll").children].map((button) => {
    const count = element("span", { className: "votes" }, "0");
    button.append(element("span", { className: "share", "aria-hidden": "true" }), count);
    button.onclick = () => vote(button.value);
    return { button, count };
  });

  /** One vote goes from the old choice to the new one: both changes take effect, or none. */
  function vote(choice) {
    const before = own();
    if (choice === before) return;
    localStorage.vote = choice;
    const moved = before ? [{ op: "increment", path: `/${before}`, by: -1 }] : [];
    record.change([{ op: "increment", path: `/${choice}` }, ...moved]).catch((failure) => {
      localStorage.vote = before;
      show();
      toast(failure.message, "bad");
    });
  }

  function show() {
    const all = choices.reduce((sum, { button }) => sum + votes(button.value), 0);
    for (const { button, count } of choices) {
      count.textContent = votes(button.value);
      button.style.setProperty("--share", all ? votes(button.value) / all : 0);
      button.setAttribute("aria-pressed", String(own() === button.value));
    }
  }
  record.subscribe(show);
  addEventListener("storage", show);
}
