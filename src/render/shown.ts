// Attributes as they are shown: a small tree of texts, made from a plan's row by row-attributes.ts and laid out by
// attribute-lines.ts. What is compared and hidden is decided on this tree, so what looks equal is equal.

export type Shown =
  | {
      readonly kind: 'value'
      readonly text: string
      /** The same in words, as `7d`, after a `#`. */
      readonly note?: string
    }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** `block`: without `=`, as in HCL. */
  | { readonly kind: 'map'; readonly entries: Entries; readonly block: boolean }

/** Keys as they are printed. */
export type Entries = ReadonlyMap<string, Shown>

export function value(text: string, note?: string): Shown {
  return note === undefined ? { kind: 'value', text } : { kind: 'value', text, note }
}

export function list(items: readonly string[]): Shown {
  return { kind: 'list', items }
}

export function map(entries: Entries): Shown {
  return { kind: 'map', entries, block: false }
}

export function block(entries: Entries): Shown {
  return { kind: 'map', entries, block: true }
}

/** Everything in one line: what two equal trees have in common, and the short form of a small one. */
export function inline(shown: Shown): string {
  switch (shown.kind) {
    case 'value':
      return shown.note === undefined ? shown.text : `${shown.text} /* ${shown.note} */`
    case 'list':
      return `[${shown.items.join(', ')}]`
    case 'map': {
      const members = [...shown.entries].map(([key, member]) => `${key}${assign(member)}${inline(member)}`)
      return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
    }
  }
}

/** What stands between a key and its value. */
export function assign(shown: Shown): string {
  return shown.kind === 'map' && shown.block ? ' ' : ' = '
}

export function sameShown(one: Shown, other: Shown): boolean {
  return one.kind === other.kind && inline(one) === inline(other)
}
