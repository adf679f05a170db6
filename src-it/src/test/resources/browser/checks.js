// Checks for the browser tests.

/** Less than the test waits for a function of the page. */
const PATIENCE = 100_000;

/** Resolves once the condition holds; if it never does, says which. */
export function until(condition) {
  const last = Date.now() + PATIENCE;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (condition()) resolve();
      else if (Date.now() > last) reject(new Error(`never: ${condition}`));
      else setTimeout(look, 10);
    };
    look();
  });
}

export const text = (value) => JSON.stringify(value);

export function equal(actual, expected, what) {
  if (text(actual) !== text(expected)) throw new Error(`${what}: ${text(actual)} instead of ${text(expected)}`);
}

export async function fails(promise, code) {
  const outcome = await promise.then(
    (value) => `the result ${text(value)}`,
    (failure) => failure.code,
  );
  equal(outcome, code, "failure");
}
