// The tests in Node: node mesh-client-js/test/node.mjs
import { readdirSync, readFileSync } from "node:fs";
import { goldenCases, recipeCases, standardCases, tests } from "./all.js";

/** The lists in all files of a folder of the protocol's test data. */
function data(folder) {
  const directory = new URL(`../../mesh-protocol/src/test/resources/${folder}/`, import.meta.url);
  const files = readdirSync(directory).filter((name) => name.endsWith(".json"));
  return files.flatMap((name) => JSON.parse(readFileSync(new URL(name, directory))));
}

let failed = 0;
const guide = readFileSync(new URL("../../docs/guide/browser-client.md", import.meta.url), "utf8");
const all = [...tests, ...goldenCases(data("golden")), ...standardCases(data("json-patch-tests")), ...recipeCases(guide)];
for (const { name, run } of all) {
  try {
    await run();
  } catch (failure) {
    failed++;
    console.error(`not ok: ${name}\n  ${failure.stack}`);
  }
}
console.log(`${all.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
