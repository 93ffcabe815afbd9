// Templates: the parts become text and are joined. A template that is nothing but `${x}` is x itself.

import type { Template, TemplatePart } from './ast.ts'
import { describeType, toText } from './convert.ts'
import { evaluateBool } from './evaluate-operators.ts'
import { type Evaluation, pay, refuse } from './evaluation.ts'
import { iterate } from './iterate.ts'
import { limits } from './limits.ts'
import { bare, marked } from './sensitive.ts'
import { isPoison, isTagged, poison, type Value } from './value.ts'

export function evaluateTemplate(evaluation: Evaluation, { parts, range, form }: Template): Value {
  const [only] = parts
  if (parts.length === 1 && form === 'quoted' && only?.kind === 'interpolation')
    return evaluation.value(only.expression)
  const output: Output = { texts: [], units: 0, sensitive: false, failed: false }
  writeParts(evaluation, parts, output)
  if (output.failed || !pay(evaluation, Math.floor(output.units / 64), range)) return poison
  return marked(output.texts.join(''), output.sensitive)
}

/** Text under way. `failed` after a mistake: then the rest is still looked at, for its own mistakes. */
interface Output {
  readonly texts: string[]
  units: number
  sensitive: boolean
  failed: boolean
}

function writeParts(evaluation: Evaluation, parts: readonly TemplatePart[], output: Output): void {
  for (const part of parts) {
    if (evaluation.budget.steps < 0) output.failed = true
    else writePart(evaluation, part, output)
  }
}

function writePart(evaluation: Evaluation, part: TemplatePart, output: Output): void {
  switch (part.kind) {
    case 'text':
      write(evaluation, part, output, part.text)
      break
    case 'interpolation': {
      const { value, sensitive } = bare(evaluation.value(part.expression))
      output.sensitive ||= sensitive
      write(evaluation, { range: part.expression.range }, output, value)
      break
    }
    case 'if': {
      const decided = evaluateBool(evaluation, part.condition, 'if')
      output.sensitive ||= decided?.sensitive === true
      if (decided === undefined) output.failed = true
      else writeParts(evaluation, decided.value ? part.whenTrue : part.whenFalse, output)
      break
    }
    default:
      writeLoop(evaluation, part, output)
  }
}

function writeLoop(evaluation: Evaluation, part: TemplatePart & { kind: 'for' }, output: Output): void {
  const loop = iterate(evaluation, part)
  if (loop === undefined) {
    output.failed = true
    return
  }
  output.sensitive ||= loop.sensitive
  for (const turn of loop.turns) {
    if (!pay(evaluation, 1, part.range)) output.failed = true
    if (output.failed) return
    writeParts(turn, part.parts, output)
  }
}

function write(evaluation: Evaluation, place: Pick<Template, 'range'>, output: Output, value: Value): void {
  const text = isPoison(value) ? undefined : toText(value)
  if (text === undefined) {
    output.failed = true
    if (!isPoison(value)) refuseText(evaluation, value, place)
    return
  }
  output.texts.push(text)
  output.units += text.length
  if (output.units <= limits.textUnits || output.failed) return
  output.failed = true
  refuse(
    evaluation,
    { code: 'ST128', summary: 'Text is too long', detail: `At most ${limits.textUnits} characters.` },
    place.range,
  )
}

function refuseText(evaluation: Evaluation, value: Value, { range }: Pick<Template, 'range'>): void {
  if (isTagged(value) && value.kind === 'secret') {
    const detail =
      'A secret is read by the process that connects; it can only be the whole value of an argument made for it.'
    refuse(evaluation, { code: 'ST126', summary: 'Secret cannot be part of a text', detail }, range)
    return
  }
  const detail =
    value === null
      ? 'null has no text. Use coalesce(x, "…") for one.'
      : 'A text takes strings, numbers and bools. Lists are joined by join(", ", x).'
  refuse(evaluation, { code: 'ST122', summary: `Text cannot hold ${describeType(value)}`, detail }, range)
}
