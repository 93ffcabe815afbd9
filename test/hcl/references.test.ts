import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLoneExpression } from '../../src/hcl/parse.ts'
import { references } from '../../src/hcl/references.ts'

/** `root.step.step 1:1-1:5` for every reference of the text. */
function referencesOf(text: string): string[] {
  return references(parseLoneExpression({ filename: 'lone.hcl', text }).expression).map(
    ({ root, steps, range }) =>
      `${[root, ...steps.map(({ key }) => key)].join('.')} ${range.start.column}-${range.end.column}`,
  )
}

const rows: readonly (readonly [string, readonly string[]])[] = [
  ['1 + 2', []],
  ['cluster.us', ['cluster.us 1-11']],
  ['var.a["b"][0].c', ['var.a.b.0.c 1-16']],
  ['cluster[each.key].x', ['cluster 1-8', 'each.key 9-17']],
  ['local.map[local.key]["x"]', ['local.map 1-10', 'local.key 11-20']],
  ['local.l[*].x[local.i]', ['local.l 1-8', 'local.i 14-21']],
  [`"a\${local.b}%{ if local.c }\${local.d}%{ endif }"`, ['local.b 5-12', 'local.c 19-26', 'local.d 30-37']],
  [`"%{ for x in local.l }\${x}\${y.z}%{ endfor }"`, ['local.l 14-21', 'y.z 29-32']],
  [
    `[for k, v in local.m : "\${k}\${v.x}\${w}" if v != local.n]`,
    ['local.m 14-21', 'w 37-38', 'local.n 49-56'],
  ],
  ['{ for x in x : x => x... }', ['x 12-13']],
  ['[[for x in a : x], x]', ['a 12-13', 'x 20-21']],
  ['f(local.a, g(local.b)...)', ['local.a 3-10', 'local.b 14-21']],
  ['{ a = local.b, (local.c) = -local.d }', ['local.b 7-14', 'local.c 17-24', 'local.d 29-36']],
  ['!a || b ? c : (d[0])', ['a 2-3', 'b 7-8', 'c 11-12', 'd.0 16-20']],
]

for (const [text, expected] of rows) {
  test(`${text} depends on ${expected.length} names`, () => {
    assert.deepEqual(referencesOf(text), expected)
  })
}
