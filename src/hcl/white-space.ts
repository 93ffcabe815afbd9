// White space as Unicode has it. JavaScript's own `trim` counts a byte order mark in and U+0085 out.

export function trimSpaceStart(text: string): string {
  return text.replace(/^\p{White_Space}+/u, '')
}

export function trimSpaceEnd(text: string): string {
  let end = text.length
  while (end > 0 && /\p{White_Space}/u.test(text[end - 1] ?? '')) end -= 1
  return text.slice(0, end)
}
