// A page whose listeners are counted and can be called.
export async function onPage(body) {
  const listeners = [];
  const page = {
    addEventListener: (name, listener) => listeners.push([name, listener]),
    removeEventListener: (name, listener) => {
      const at = listeners.findIndex((each) => each[0] === name && each[1] === listener);
      if (at >= 0) listeners.splice(at, 1);
    },
  };
  Object.assign(globalThis, page, { document: { visibilityState: "visible" } });
  const happens = (type, details) =>
    listeners.filter(([name]) => name === type).forEach(([, listener]) => listener({ type, ...details }));
  try {
    await body(listeners, happens);
  } finally {
    for (const name of ["document", ...Object.keys(page)]) delete globalThis[name];
  }
}
