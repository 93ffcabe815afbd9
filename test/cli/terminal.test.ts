import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callersDirectory } from '../../src/cli/context.ts'
import { mayColour, screen } from '../../src/cli/terminal.ts'

const cases = [
  { name: 'a terminal', env: {}, tty: true, colour: true },
  { name: 'a pipe', env: {}, tty: false, colour: false },
  { name: 'NO_COLOR', env: { NO_COLOR: '1' }, tty: true, colour: false },
  { name: 'an empty NO_COLOR, which says nothing', env: { NO_COLOR: '' }, tty: true, colour: true },
  { name: 'FORCE_COLOR on a pipe', env: { FORCE_COLOR: '1' }, tty: false, colour: true },
  { name: 'FORCE_COLOR=0 on a terminal', env: { FORCE_COLOR: '0' }, tty: true, colour: false },
  {
    name: 'NO_COLOR against FORCE_COLOR',
    env: { NO_COLOR: '1', FORCE_COLOR: '1' },
    tty: true,
    colour: false,
  },
  { name: 'a dumb terminal', env: { TERM: 'dumb' }, tty: true, colour: false },
]

for (const { name, env, tty, colour } of cases) {
  test(`${name} ${colour ? 'has' : 'has no'} colour`, () => assert.equal(mayColour(env, tty), colour))
}

test('paths start where the caller stood when npm changed the directory', () => {
  assert.equal(callersDirectory({ npm_lifecycle_event: 'strait', INIT_CWD: '/there' }, '/here'), '/there')
})

test('INIT_CWD of another npm script means nothing', () => {
  assert.equal(callersDirectory({ npm_lifecycle_event: 'demo', INIT_CWD: '/there' }, '/here'), '/here')
})

test('a screen is drawn over the old one, and ends where the terminal does', () => {
  assert.equal(screen('a\nb', 10), '\u001b[Ha\u001b[K\nb\u001b[K\n\u001b[J')
  const cut = screen('1\n2\n3\n4\n5', 4).replaceAll('\u001b[K', '')
  assert.equal(cut, '\u001b[H1\n2\n… and 3 more lines\n\u001b[J')
})
