// In which order named expressions can be evaluated so that each finds what it refers to, and which go round in a
// circle. Iterative, so that a chain of a hundred thousand locals is no deeper than one.

export interface EvaluationOrder {
  /** Every name that is on no circle, each after those it needs. */
  readonly order: readonly string[]
  /** Circles, each starting at its name that was declared first. They may share names. */
  readonly cycles: readonly (readonly string[])[]
}

/** Circles that are told; whoever breaks these may be told of more. */
const cyclesMax = 20

/** A name whose needs are being followed. */
interface Step {
  readonly name: string
  readonly needs: readonly string[]
  /** How many of them were followed. */
  followed: number
  /** The depth of the outermost open name that this one leads back to. */
  low: number
}

/** Orders the keys of `needs`; a needed name that is not a key is ignored. */
export function evaluationOrder(needs: ReadonlyMap<string, readonly string[]>): EvaluationOrder {
  const order: string[] = []
  const cycles: string[][] = []
  const done = new Set<string>()
  const circular = new Set<string>()
  const declared = new Map([...needs.keys()].map((name, place) => [name, place]))
  for (const root of declared.keys()) if (!done.has(root)) visit(root)
  return {
    order: order.filter((name) => !circular.has(name)),
    cycles: cycles.map((cycle) => rotated(cycle, declared)),
  }

  function visit(root: string): void {
    const depths = new Map<string, number>()
    const path: Step[] = []
    const open = (name: string): void => {
      depths.set(name, path.length)
      path.push({ name, needs: needs.get(name) ?? [], followed: 0, low: Number.POSITIVE_INFINITY })
    }
    open(root)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.needs[top.followed++]
      const depth = next === undefined ? undefined : depths.get(next)
      if (next === undefined) close(path, depths)
      else if (depth !== undefined) {
        top.low = Math.min(top.low, depth)
        if (cycles.length < cyclesMax) cycles.push(path.slice(depth).map(({ name }) => name))
      } else if (!done.has(next) && needs.has(next)) open(next)
    }
  }

  function close(path: Step[], depths: Map<string, number>): void {
    const closed = path.pop()
    if (closed === undefined) return
    depths.delete(closed.name)
    done.add(closed.name)
    order.push(closed.name)
    if (closed.low <= path.length) circular.add(closed.name)
    const outer = path.at(-1)
    if (outer !== undefined && closed.low < path.length) outer.low = Math.min(outer.low, closed.low)
  }
}

function rotated(cycle: readonly string[], declared: ReadonlyMap<string, number>): string[] {
  let first = 0
  const placeOf = (at: number): number => declared.get(cycle[at] ?? '') ?? 0
  for (const at of cycle.keys()) if (placeOf(at) < placeOf(first)) first = at
  return [...cycle.slice(first), ...cycle.slice(0, first)]
}
