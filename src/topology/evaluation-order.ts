// In which order named expressions can be evaluated so that each finds what it refers to, and which go round in a
// circle. Iterative, so that a chain of a hundred thousand locals is no deeper than one.

export interface EvaluationOrder {
  /** Every name that is on no circle, each after those it needs. */
  readonly order: readonly string[]
  /** Circles, each starting at its name that was declared first. They may share names. */
  readonly cycles: readonly (readonly string[])[]
}

/** Orders the keys of `needs`; a needed name that is not a key is ignored. */
export function evaluationOrder(needs: ReadonlyMap<string, readonly string[]>): EvaluationOrder {
  const order: string[] = []
  const cycles: string[][] = []
  const state = new Map<string, 'open' | 'done'>()
  const declared = [...needs.keys()]
  for (const root of declared) visit(root)
  const circular = new Set(cycles.flat())
  return {
    order: order.filter((name) => !circular.has(name)),
    cycles: cycles.map((cycle) => rotated(cycle, declared)),
  }

  function visit(root: string): void {
    if (state.has(root)) return
    const path = [{ name: root, open: [...(needs.get(root) ?? [])] }]
    state.set(root, 'open')
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.open.shift()
      if (next === undefined) {
        state.set(top.name, 'done')
        order.push(top.name)
        path.pop()
      } else if (state.get(next) === 'open') {
        cycles.push(path.slice(path.findIndex(({ name }) => name === next)).map(({ name }) => name))
      } else if (!state.has(next) && needs.has(next)) {
        state.set(next, 'open')
        path.push({ name: next, open: [...(needs.get(next) ?? [])] })
      }
    }
  }
}

function rotated(cycle: readonly string[], declared: readonly string[]): string[] {
  const places = cycle.map((name) => declared.indexOf(name))
  const first = places.indexOf(Math.min(...places))
  return [...cycle.slice(first), ...cycle.slice(0, first)]
}
