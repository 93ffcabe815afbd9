import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Diagnostic } from '../../src/errors/diagnostic.ts'
import { annotationRoom, annotations } from '../../src/github/annotation.ts'

const subject = {
  filename: 'flows.hcl',
  start: { line: 12, column: 12, byte: 100 },
  end: { line: 12, column: 22, byte: 110 },
}
const unknown: Diagnostic = {
  severity: 'error',
  code: 'ST160',
  summary: 'Unknown cluster "ue"',
  detail: 'Declared: eu, us.',
  suggestion: 'cluster.eu',
  subject,
}
const inRepository = { file: (filename: string): string => `topology/${filename}` }

test('a diagnostic stands at its lines and columns, from the root of the repository', () => {
  assert.deepEqual(annotations([unknown], inRepository), [
    '::error file=topology/flows.hcl,line=12,endLine=12,col=12,endColumn=22,title=ST160 Unknown cluster "ue"::Declared: eu, us. Did you mean cluster.eu?',
  ])
})

test('text cannot end a command and begin another', () => {
  const hostile: Diagnostic = {
    severity: 'warning',
    code: 'ST439',
    summary: 'a,b::c%0A',
    detail: 'x\r\n::set-output name=a::b',
  }
  assert.deepEqual(annotations([hostile], inRepository), [
    '::warning title=ST439 a%2Cb%3A%3Ac%250A::x<U+000D>%0A::set-output name=a::b',
  ])
})

test('errors come first, ten of each kind are shown, and the rest is counted', () => {
  const warning: Diagnostic = { severity: 'warning', code: 'ST439', summary: 'w' }
  const all = [...Array.from({ length: 12 }, () => warning), ...Array.from({ length: 11 }, () => unknown)]
  const shown = annotations(all, inRepository)
  assert.deepEqual(
    shown.map((line) => line.slice(2, 7)),
    [...Array(10).fill('error'), ...Array(10).fill('warni'), 'notic'],
  )
  assert.equal(shown.at(-1), '::notice title=Strait::and 3 more, see the summary of this job')
})

test('several calls of one step share what GitHub keeps', () => {
  const room = annotationRoom()
  const warnings = Array.from(
    { length: 7 },
    (): Diagnostic => ({ severity: 'warning', code: 'ST439', summary: 'w' }),
  )
  assert.equal(annotations(warnings, { ...inRepository, room }).length, 7)
  const second = annotations([...warnings, unknown], { ...inRepository, room })
  assert.deepEqual(
    second.map((line) => line.slice(2, 7)),
    ['error', 'warni', 'warni', 'warni', 'notic'],
  )
  assert.match(second.at(-1) ?? '', /and 4 more/)
})

test('what the pull request changes is shown before what it leaves alone', () => {
  const elsewhere = Array.from({ length: 10 }, () => unknown)
  const here: Diagnostic = { ...unknown, subject: { ...subject, filename: 'new.hcl' } }
  const [first] = annotations([...elsewhere, here], {
    ...inRepository,
    changed: new Set(['topology/new.hcl']),
  })
  assert.match(first ?? '', /file=topology\/new\.hcl/)
})
