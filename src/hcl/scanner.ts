// Walks through text once, forwards, and knows the line, column and UTF-8 byte of where it stands.

import type { Position } from '../errors/diagnostic.ts'

export class Scanner {
  readonly text: string
  /** UTF-16 index of the next unit. */
  offset = 0
  #line: number
  #column: number
  #byte: number

  constructor(text: string, start: Position = { line: 1, column: 1, byte: 0 }) {
    this.text = text
    this.#line = start.line
    this.#column = start.column
    this.#byte = start.byte
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length
  }

  get position(): Position {
    return { line: this.#line, column: this.#column, byte: this.#byte }
  }

  startsWith(words: string): boolean {
    return this.text.startsWith(words, this.offset)
  }

  /** What a sticky expression matches here, or undefined. */
  match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.offset
    return sticky.exec(this.text)?.[0]
  }

  /** Moves on by `units` and returns what was passed. */
  take(units: number): string {
    const taken = this.text.slice(this.offset, this.offset + units)
    for (let index = 0; index < taken.length; index++) this.#pass(taken.charCodeAt(index))
    this.offset += taken.length
    return taken
  }

  /** Passes a byte order mark, which takes bytes and no column. */
  skipByteOrderMark(): void {
    if (!this.startsWith('\u{feff}')) return
    this.offset += 1
    this.#byte += 3
  }

  #pass(unit: number): void {
    this.#byte += unit < 0x80 ? 1 : unit < 0x800 || isSurrogate(unit) ? 2 : 3
    if (unit === 0x0a) {
      this.#line += 1
      this.#column = 1
    } else {
      this.#column += 1
    }
  }
}

/** Two surrogates make one character of four bytes. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}
