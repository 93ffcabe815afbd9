// Names inside Markdown: group ids, principals and patterns may hold anything, and a comment on a pull request is
// read by people who can approve. Nothing in a name may format, link, mention, close a fence or start a command.

import { count } from './quantity.ts'

/**
 * In `<code>`, with everything that Markdown or HTML could act on as an entity. GitHub looks for addresses in there too,
 * because to Markdown it is no code but HTML; not for mentions and issues.
 */
export function codeSpan(text: string): string {
  // Word by word, or a name of thousands of `@` would be looked through as many times.
  const words = text.replaceAll(/\S+/g, (word) =>
    word.includes('.') ? word.replaceAll('@', brokenUp) : word,
  )
  return `<code>${entities(words.replaceAll(/:(?=\/\/)|www(?=\.)/gi, brokenUp))}</code>`
}

const blockStart = /^(?=\s*(?:(?:[-+]|\d+[.)])(?:\s|$)|=+\s*$|(?:-\s*)+$))/

/**
 * Sentences that hold names. GitHub looks for mentions, issues and addresses in the finished text, where an entity
 * is a character again, so those are broken up by a space of no width. So is what would begin a list or underline a
 * heading at the start of a line.
 */
export function prose(text: string): string {
  const line = text.replace(blockStart, '\u200B')
  return entities(line.replaceAll(/[@#]|:(?=\/\/)|www(?=\.)|GH(?=-\d)/gi, brokenUp))
}

function brokenUp(found: string): string {
  return `${found}\u200B`
}

function entities(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9 .,;:/=()+-]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`)
}

/** A fenced block that no line of `text` can close. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`
}

/** Lines of a list that are safe already: the first stand open, the rest below them is there for who asks. */
export function foldedList(lines: readonly string[], openMax = 20): string {
  // "and 1 more" takes no less room than the line itself.
  if (lines.length <= openMax + 1) return lines.join('\n')
  const rest = lines.slice(openMax)
  return `${lines.slice(0, openMax).join('\n')}\n\n${details(`and ${count(rest.length)} more`, rest.join('\n'))}`
}

/** Cells hold Markdown that is safe already. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n')
}
