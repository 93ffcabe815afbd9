// How many terminal columns a text takes.

const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]$/u
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$|^\p{Emoji_Presentation}$/u

/** `text`, filled up to `columns` on its right. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)))
}

/** The beginning of a text that is wider than `columns`, and `…`. */
export function shortened(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  let shown = ''
  let taken = 0
  for (const character of text) {
    taken += displayWidth(character)
    if (taken > columns - 1) break
    shown += character
  }
  return `${shown}…`
}

/** Counts per character, so a joined emoji may take less than this. Tabs count as one. */
export function displayWidth(text: string): number {
  let columns = 0
  for (const character of text) columns += zeroWidth.test(character) ? 0 : wide.test(character) ? 2 : 1
  return columns
}
