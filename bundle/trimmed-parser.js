// How HashiCorp's parser answers in dist/, where the parts of it that answer nothing are left out (trim-parser.ts). What
// was left out tells when it would be needed: then the whole parser answers, and every time from then on. This file is
// JavaScript, because it stands in dist/ as it is.

/**
 * The second element is null exactly when the text was accepted.
 * @typedef {{ readonly parseToString: (text: string) => readonly [string, unknown] }} Parser
 */

/**
 * What the program names beside its module: what stands for a function that was left out, what makes what stands for a
 * package or a value, and what no Go function may recover from.
 * @typedef {(
 *   module: { exports: Parser },
 *   $leftOut: () => never,
 *   $leftOutValue: (name: string) => object,
 *   $needed: Error,
 * ) => void} Program
 */

/**
 * @param {Program} program
 * @param {() => Parser} loadWhole
 * @returns {Parser}
 */
export function trimmedParser(program, loadWhole) {
  let isReady = false
  let isNeeded = false
  const $needed = new Error('needs what was left out')
  const $leftOut = () => {
    isNeeded = true
    throw $needed
  }
  /**
   * Until all packages are made it can be called and passed on: what then hangs on it is itself left out, or such a value.
   * @param {string} name
   * @returns {object}
   */
  const $leftOutValue = (name) => {
    /** @type {Map<string | symbol, object>} */
    const members = new Map()
    const result = () => (isReady ? $leftOut() : $leftOutValue(`${name}()`))
    return new Proxy(class {}, {
      get(_, key) {
        if (isReady) $leftOut()
        // No goroutine that has to be waited for.
        if (key === '$blk') return undefined
        if (key === Symbol.toPrimitive) return () => name
        const member = members.get(key) ?? $leftOutValue(`${name}.${String(key)}`)
        members.set(key, member)
        return member
      },
      set: () => (isReady ? $leftOut() : true),
      apply: result,
      construct: result,
      has: $leftOut,
      ownKeys: $leftOut,
      getPrototypeOf: $leftOut,
      getOwnPropertyDescriptor: $leftOut,
    })
  }

  /** @type {{ exports: Parser }} */
  const trimmed = { exports: { parseToString: $leftOut } }
  program(trimmed, $leftOut, $leftOutValue, $needed)
  isReady = true
  /** @type {Parser | undefined} */
  let whole
  return {
    parseToString(text) {
      if (whole === undefined) {
        try {
          const answer = trimmed.exports.parseToString(text)
          if (!isNeeded) return answer
        } catch {
          // A part that was left out, or the parser failed as the whole one may, too.
        }
        whole = loadWhole()
      }
      return whole.parseToString(text)
    },
  }
}
