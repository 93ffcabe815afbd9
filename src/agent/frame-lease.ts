// Counts who still needs a fetched frame: the fetcher while it looks through it, and each batch until the target
// has answered for it. The last one gives the memory back.

import assert from 'node:assert/strict'

export class FrameLease {
  readonly #give: () => void
  #holders = 1

  /** Held once, by whoever makes it. */
  constructor(give: () => void) {
    this.#give = give
  }

  hold(): void {
    assert.ok(this.#holders > 0, 'a frame that was given back is not held again')
    this.#holders += 1
  }

  release(): void {
    this.#holders -= 1
    assert.ok(this.#holders >= 0, 'a frame is given back once')
    if (this.#holders === 0) this.#give()
  }
}
