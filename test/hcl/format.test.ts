import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatHcl } from '../../src/hcl/format.ts'
import { parseHcl } from '../../src/hcl/parse.ts'
import { casesOf } from './cases.ts'
import { meaningOf } from './parse-tree.ts'

const format = (text: string): string => formatHcl({ filename: 'main.hcl', text }).text

const rows: readonly { readonly name: string; readonly text: string; readonly formatted: string }[] = [
  {
    name: 'indents by two spaces a level, whatever was there',
    text: 'a {\n        b = 1\n\tc {\nd = [\n1,\n  2\n    ]\n}\n}\n',
    formatted: 'a {\n  b = 1\n  c {\n    d = [\n      1,\n      2\n    ]\n  }\n}\n',
  },
  {
    name: 'aligns = over neighbouring arguments that end on their line',
    text: 'a = 1\nlonger = 2\n\nb = 3\nlist = [\n]\nlong_name = 4\nc = 5\n',
    formatted: 'a      = 1\nlonger = 2\n\nb = 3\nlist = [\n]\nlong_name = 4\nc         = 5\n',
  },
  {
    name: 'aligns by columns, not by characters',
    text: '日本 = 1\nabc = 2\n',
    formatted: '日本 = 1\nabc  = 2\n',
  },
  {
    name: 'aligns trailing comments over neighbouring lines',
    text: 'a = 1 # one\nlonger = 22   // two\nb = 3\nc = 4 # four\n',
    formatted: 'a      = 1  # one\nlonger = 22 // two\nb      = 3\nc      = 4 # four\n',
  },
  {
    name: 'aligns the = of a heredoc with those around it, and not that of a text which goes on',
    text: `description = "x"\ntext = <<EOT\n  a = 1\nEOT\nn = 1\nm = <<-EOT\n  \${f(\n  1\n  )}\n  EOT\n`,
    formatted: `description = "x"\ntext        = <<EOT\n  a = 1\nEOT\nn           = 1\nm = <<-EOT\n  \${f(\n  1\n  )}\n  EOT\n`,
  },
  {
    name: 'aligns trailing comments over lines of any depth, and leaves block comments beside their words',
    text: 'a {  # one\n  b = 1 # two\n  long = (# three\n    c)  /* d */\n}\nx = 1 /* a */\nlong = 2 /* b */\n',
    formatted:
      'a {        # one\n  b = 1    # two\n  long = ( # three\n  c) /* d */\n}\nx    = 1 /* a */\nlong = 2 /* b */\n',
  },
  {
    name: 'indents a line that closes more than it opens with what it closes',
    text: 'a = f(g({\nb = 1\n}), {})\nc = h([\n1,\n2])\nd = (e\n|| f) ? 1 : (\n2\n)\n',
    formatted: 'a = f(g({\n  b = 1\n}), {})\nc = h([\n  1,\n2])\nd = (e\n  || f) ? 1 : (\n  2\n)\n',
  },
  {
    name: 'sets what follows a comma apart, brackets too',
    text: 'a = [1,2,]\nb = f(1,)\nc = [for x in [1]:x]\n',
    formatted: 'a = [1, 2, ]\nb = f(1, )\nc = [for x in [1] : x]\n',
  },
  {
    name: 'unwraps what is wrapped twice at once',
    text: `a = "\${"\${b}"}"\n`,
    formatted: 'a = b\n',
  },
  {
    name: 'keeps comments, order and blank lines',
    text: '# head\n\n\n/* a\n   b */\nb = 1\n\n\na = 2 /* c */\n# foot\n',
    formatted: '# head\n\n\n/* a\n   b */\nb = 1\n\n\na = 2 /* c */\n# foot\n',
  },
  {
    name: 'puts one space around operators and none inside brackets',
    text: 'a=[ 1,2 , - 3 ]\nb=f( x,y ... )\nc=a+b*-d\ne=!f&&g||h\ni=j?k:l\nm=n . o [ 0 ] [ * ] . p\nq=r.*.s\n',
    formatted:
      'a = [1, 2, -3]\nb = f(x, y...)\nc = a + b * -d\ne = !f && g || h\ni = j ? k : l\nm = n.o[0][*].p\nq = r.*.s\n',
  },
  {
    name: 'sets objects and for expressions apart from their braces',
    text: 'a={}\nb={c=1,d:2}\ne=[for x in [1]:x if x!=2]\nf={for k,v in m:k=>v ...}\n',
    formatted:
      'a = {}\nb = { c = 1, d : 2 }\ne = [for x in [1] : x if x != 2]\nf = { for k, v in m : k => v... }\n',
  },
  {
    name: 'takes a minus at the start of a line for a sign, and tells the others apart',
    text: 'a = (\n1\n- 2\n)\nb = [-  2, c  -d, c /* e */-d]\n',
    formatted: 'a = (\n  1\n  -2\n)\nb = [-2, c - d, c /* e */ - d]\n',
  },
  {
    name: 'counts brackets opened together as one level',
    text: 'a = f({\nb = g([\n1\n])\n})\nc = [{\nd = 1\n}, {\nd = 2\n}]\n',
    formatted: 'a = f({\n  b = g([\n    1\n  ])\n})\nc = [{\n  d = 1\n  }, {\n  d = 2\n}]\n',
  },
  {
    name: 'quotes labels',
    text: 'cluster us {\n}\nbare label "quoted" {\n}\n',
    formatted: 'cluster "us" {\n}\nbare "label" "quoted" {\n}\n',
  },
  {
    name: 'unwraps an argument that is nothing but a template, and no other text',
    text: `a = "\${b.c}"\nd = "\${~ b ~}"\ne = ["\${b}"]\nf = "\${b}\${c}"\ng = "\${ b }x"\nh = "\${\nb\n}"\n`,
    formatted: `a = b.c\nd = "\${~ b ~}"\ne = ["\${b}"]\nf = "\${b}\${c}"\ng = "\${ b }x"\nh = "\${\nb\n}"\n`,
  },
  {
    name: 'leaves texts and heredocs as they are',
    text: `a =   "x   \${ y  +  1 }"\nb = <<-EOT\n\t  keep\n      EOT\n`,
    formatted: `a = "x   \${ y  +  1 }"\nb = <<-EOT\n\t  keep\n      EOT\n`,
  },
  {
    name: 'keeps one-line blocks on their line',
    text: 'groups{include=[".*"]}\nempty    {  }\n',
    formatted: 'groups { include = [".*"] }\nempty {}\n',
  },
  {
    name: 'ends with one line end, without trailing spaces',
    text: '\n\na = 1   \n# b   \n\n\n',
    formatted: 'a = 1\n# b\n',
  },
  {
    name: 'keeps Windows line ends',
    text: 'a=1\r\nb{\r\nc=2\r\n}\r\n',
    formatted: 'a = 1\r\nb {\r\n  c = 2\r\n}\r\n',
  },
  { name: 'drops a byte order mark', text: '\u{feff}a = 1\n', formatted: 'a = 1\n' },
  { name: 'leaves nothing of an empty file', text: '\n  \n', formatted: '' },
]

for (const { name, text, formatted } of rows) {
  test(`fmt ${name}`, () => {
    assert.equal(format(text), formatted)
    assert.equal(format(formatted), formatted)
  })
}

for (const each of casesOf('valid')) {
  test(`fmt of ${each.filename} means the same and is the same when done twice`, () => {
    const once = format(each.text)
    const { body, diagnostics } = parseHcl({ filename: each.filename, text: once })
    assert.deepEqual(diagnostics, [])
    assert.equal(meaningOf(body), meaningOf(parseHcl(each).body))
    assert.equal(format(once), once)
    assert.deepEqual(once.match(/(?:#|\/\/) \w+/g), each.text.match(/(?:#|\/\/) \w+/g))
  })
}

for (const each of casesOf('broken')) {
  test(`fmt does not touch ${each.filename}`, () => {
    const { text, diagnostics } = formatHcl(each)
    assert.equal(text, each.text)
    assert.ok(diagnostics.length > 0)
  })
}
