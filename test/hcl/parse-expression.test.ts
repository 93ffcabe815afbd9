import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLoneExpression } from '../../src/hcl/parse.ts'
import { treeOf } from './parse-tree.ts'

const rows: readonly (readonly [string, string])[] = [
  ['1 + 2 * 3', '(+ 1 (* 2 3))'],
  ['1 - 2 - 3', '(- (- 1 2) 3)'],
  ['a || b && c == d < e + f * -g', '(|| a (&& b (== c (< d (+ e (* f (- g)))))))'],
  ['!a == b', '(== (! a) b)'],
  ['-a.b', '(- a.b)'],
  ['(1 + 2) * 3', '(* (+ 1 2) 3)'],
  ['a ? b : c ? d : e', '(? a b (? c d e))'],
  ['a ? b ? 1 : 2 : 3', '(? a (? b 1 2) 3)'],
  ['a.b[0]["c"].d', 'a.b[0]["c"].d'],
  ['a-b - c', '(- a-b c)'],
  ['a.0.b', 'a[0].b'],
  ['a[*].b[0].c', '(splat a @.b[0].c)'],
  ['a[*].b[*].c', '(splat a (splat @.b @.c))'],
  ['a.*.b.c[0]', '(splat a @.b.c)[0]'],
  ['a.*', '(splat a @)'],
  ['f()', 'f()'],
  ['f(a, b...)[0]', 'f(a b...)[0]'],
  ['f(\n1,\n2\n)', 'f(1 2)'],
  ['[for x in y : x if x > 1]', '(for x y x if (> x 1))'],
  ['{ for k, v in y : k => v... }', '(for k,v y k=>v...)'],
  ['{ a = 1, (b) = 2, "c" : 3 }', '{a=1 (b)=2 ("c")=3}'],
  [`"a\${b}c"`, `"a\${b}c"`],
  [`"%{ if a }b%{ else }c%{ endif }"`, '"<if a|b|c>"'],
  [`"%{ for a, b in c }%{ if b }x%{ endif }%{ endfor }"`, '"<for a b c|<if b|x|>>"'],
  ['null.a', 'null.a'],
]

for (const [text, tree] of rows) {
  test(`${JSON.stringify(text)} is read as ${tree}`, () => {
    const { expression, diagnostics } = parseLoneExpression({ filename: 'lone.hcl', text })
    assert.deepEqual(diagnostics, [])
    assert.equal(treeOf(expression), tree)
  })
}

test('a lone expression may not be followed by anything', () => {
  const { diagnostics } = parseLoneExpression({ filename: 'lone.hcl', text: '1\n2' })
  assert.deepEqual(
    diagnostics.map(({ summary }) => summary),
    ['Unexpected "2" after the value'],
  )
})
