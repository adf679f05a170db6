// The tests in Node: node mesh-client-js/test/node.mjs
import { readFileSync } from "node:fs";
import { standardCases, tests } from "./all.js";

const standard = ["spec_tests", "tests"].flatMap((name) =>
  JSON.parse(readFileSync(new URL(`../../mesh-protocol/src/test/resources/json-patch-tests/${name}.json`, import.meta.url))),
);

let failed = 0;
const all = [...tests, ...standardCases(standard)];
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
