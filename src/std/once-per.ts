// What is found out about an object that never changes: rule after rule asks the same, and it is found once.

/** `find` for objects of which it gives the same answer every time; forgotten with the object. */
export function oncePer<Given extends object, Found>(find: (given: Given) => Found): (given: Given) => Found {
  const known = new WeakMap<Given, { readonly found: Found }>()
  return (given) => {
    const before = known.get(given)
    if (before !== undefined) return before.found
    const found = find(given)
    known.set(given, { found })
    return found
  }
}
