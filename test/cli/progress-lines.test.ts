// Progress as it arrives on stderr, to the letter.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { progressLines } from '../../src/cli/progress-lines.ts'

function notes({ live, columns = 40 }: { readonly live: boolean; readonly columns?: number }) {
  const texts: string[] = []
  const terminal = { note: (text: string) => texts.push(text), liveNotes: live, noteColumns: columns }
  const lines = progressLines(terminal)
  return { texts, lines, resize: (to: number) => Object.assign(terminal, { noteColumns: to }) }
}

const line = (text: string) => ({ key: text.replaceAll(/\d+/g, ''), text })

test('a terminal shows lines in the place of the former ones', () => {
  const { texts, lines } = notes({ live: true })
  lines.show([line('one 1'), line('two')])
  lines.show([line('one 2')])
  assert.deepEqual(texts, ['one 1\ntwo', '\u001b[2A\r\u001b[Jone 2'])
})

test('a line that stays stands above those that move', () => {
  const { texts, lines } = notes({ live: true })
  lines.show([line('at work')])
  lines.say('topic.eu["a"]: done')
  lines.end([])
  assert.deepEqual(texts.slice(1), [
    '\u001b[1A\r\u001b[Jtopic.eu["a"]: done\nat work',
    '\u001b[1A\r\u001b[J\u001b[A',
  ])
})

test('what is too long is cut, with a sign, by the columns that it takes', () => {
  const { texts, lines } = notes({ live: true, columns: 12 })
  lines.show([line('請求書-サービス-集計'), line('abcdefghijkl')])
  assert.deepEqual(texts, ['請求書-サ…\nabcdefghij…'])
})

test('lines that a narrower window has folded are erased whole', () => {
  const { texts, lines, resize } = notes({ live: true, columns: 40 })
  lines.show([line('x'.repeat(30))])
  resize(20)
  lines.show([line('y')])
  assert.equal(texts[1], '\u001b[2A\r\u001b[Jy')
})

test('a log gets what is new, and no escape sequence', () => {
  const { texts, lines } = notes({ live: false })
  lines.show([line('10 left')])
  lines.show([line('9 left')])
  lines.say('said')
  lines.show([line('caught up')])
  lines.end(['caught up'])
  assert.deepEqual(texts, ['10 left', 'said', 'caught up'])
})
