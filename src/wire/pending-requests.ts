// The requests of one connection that wait for their answers, oldest first. Brokers answer in the order asked, so
// a first-in-first-out list is all there is to match. One timer watches the earliest deadline: a request that is
// answered in time costs no timer at all.

import type { StraitError } from '../errors/strait-error.ts'

export interface Pending {
  readonly correlationId: number
  readonly key: number
  readonly version: number
  readonly flexible: boolean
  readonly deadlineMs: number
  readonly timeoutMs: number
  resolve(body: Buffer): void
  reject(error: StraitError): void
}

interface Node {
  readonly pending: Pending
  next: Node | undefined
}

export class PendingRequests {
  readonly #onLate: (late: Pending) => void
  #first: Node | undefined
  #last: Node | undefined
  #size = 0
  #timer: NodeJS.Timeout | undefined
  #timerAtMs = Number.POSITIVE_INFINITY

  /** `onLate` is told the first request found past its deadline. */
  constructor(onLate: (late: Pending) => void) {
    this.#onLate = onLate
  }

  get size(): number {
    return this.#size
  }

  add(pending: Pending): void {
    const node: Node = { pending, next: undefined }
    if (this.#last === undefined) this.#first = node
    else this.#last.next = node
    this.#last = node
    this.#size += 1
    if (pending.deadlineMs < this.#timerAtMs) this.#watch(pending.deadlineMs)
  }

  /** The oldest, which is the one that an answer belongs to. */
  shift(): Pending | undefined {
    const node = this.#first
    if (node === undefined) return undefined
    this.#first = node.next
    if (node.next === undefined) this.#last = undefined
    this.#size -= 1
    return node.pending
  }

  /** Takes out all that is left and stops watching. */
  drain(): Pending[] {
    const all: Pending[] = []
    for (let pending = this.shift(); pending !== undefined; pending = this.shift()) all.push(pending)
    clearTimeout(this.#timer)
    this.#timerAtMs = Number.POSITIVE_INFINITY
    return all
  }

  #watch(deadlineMs: number): void {
    clearTimeout(this.#timer)
    this.#timerAtMs = deadlineMs
    this.#timer = setTimeout(() => this.#check(), Math.max(1, deadlineMs - performance.now()))
    // The open socket keeps the process alive, not the watch over it.
    this.#timer.unref()
  }

  #check(): void {
    this.#timerAtMs = Number.POSITIVE_INFINITY
    const now = performance.now()
    let earliest = Number.POSITIVE_INFINITY
    for (let node = this.#first; node !== undefined; node = node.next) {
      if (node.pending.deadlineMs <= now) {
        this.#onLate(node.pending)
        return
      }
      earliest = Math.min(earliest, node.pending.deadlineMs)
    }
    if (earliest < Number.POSITIVE_INFINITY) this.#watch(earliest)
  }
}
