// The outputs of a topology as Terraform prints them. Their values are whatever an author made of names and texts, so
// every piece is made safe here, and a line break in a text is shown as one and never made.

import type { Plan } from '../plan/plan-file.ts'
import { displayWidth } from '../std/display-width.ts'
import { quoted, safeText } from './safe-text.ts'

type Outputs = Plan['planned_values']['outputs']

/** As `us_brokers = ["b1:9092"]`; what is longer than a line takes one a member. */
export function outputLines(outputs: Outputs, { width }: { readonly width: number }): string[] {
  return Object.entries(outputs).flatMap(([name, { value, sensitive }]) => {
    const head = `${safeText(name)} = `
    return sensitive ? [`${head}(sensitive value)`] : valueLines(head, value, width)
  })
}

/** Titled; empty where there are none. */
export function outputsText(outputs: Outputs, options: { readonly width: number }): string {
  const lines = outputLines(outputs, { width: options.width - 2 })
  return lines.length === 0 ? '' : ['Outputs:', ...lines.map((line) => `  ${line}`)].join('\n')
}

function valueLines(head: string, value: unknown, width: number): string[] {
  const whole = `${head}${inline(value)}`
  if (typeof value !== 'object' || value === null || displayWidth(whole) <= width) return [whole]
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const inner = Array.isArray(value)
    ? value.flatMap((item: unknown) => ended(valueLines('', item, width - 3)))
    : Object.entries(value).flatMap(([key, item]) => valueLines(`${text(key)} = `, item, width - 2))
  return [`${head}${open}`, ...inner.map((line) => `  ${line}`), close]
}

function ended(lines: readonly string[]): string[] {
  return lines.map((line, at) => (at === lines.length - 1 ? `${line},` : line))
}

function inline(value: unknown): string {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const members = Object.entries(value).map(([key, item]) => `${text(key)} = ${inline(item)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

function text(value: string): string {
  const lines = value.split('\n').map((line) => quoted(safeText(line)).slice(1, -1))
  return `"${lines.join('\\n')}"`
}
