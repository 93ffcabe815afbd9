import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standardFunctions } from '../../../src/hcl/functions/standard-functions.ts'
import { functions, outcome } from '../evaluate-text.ts'

/** Function → calls and what they give; a string that starts with a code is a mistake. */
const table: Readonly<Record<string, readonly (readonly [string, unknown])[]>> = {
  format: [
    ['format("%#v %#v", "a", [1])', '"a" [1]'],
    ['format("%s-%03d", "a", 7)', 'a-007'],
    ['format("%5.2f|%-5s|%5s|%q|%t", 3.14159, "ab", "cd", "q", true)', ' 3.14|ab   |   cd|"q"|true'],
    ['format("%v %v %v", [1, "a"], {b = true}, null)', '[1,"a"] {"b":true} null'],
    ['format("%b %o %x %X %d%%", 5, 8, 255, 255, 9007199254740993)', '101 10 ff FF 9007199254740993%'],
    ['format("%x", "hi")', '6869'],
    ['format("%e %g", 12345.678, 0.5)', '1.234568e+04 0.5'],
    ['format("%[2]s %[1]s", "a", "b")', 'b a'],
    ['format("%+d % d %d", 5, 5, -5)', '+5  5 -5'],
    ['format("plain")', 'plain'],
    ['format("%g %g %g %.3g %G", 1e21, 0.00001, 123456, 1234.5, 1e-10)', '1e+21 1e-05 123456 1.23e+03 1E-10'],
    ['format("%#x %#o %#X", 255, 8, 255)', '0xff 010 0XFF'],
    ['format("%4s|%.1s|%-3s|", "👨‍👩‍👧", "👨‍👩‍👧x", "e\\u0301")', '   👨‍👩‍👧|👨‍👩‍👧|é  |'],
    ['format("%d", 1.5)', 'ST124 format: %d does not work with a number'],
    ['format("%d")', 'ST124 format: has no value for %d'],
    ['format("%s", "a", "b")', 'ST124 format: has 2 values, but uses 1'],
    ['format("%d", "x")', 'ST124 format: %d does not work with a string'],
    ['format("%y", 1)', 'ST124 format: there is no verb %y'],
    ['format("%s", [1])', 'ST124 format: %s does not work with a list'],
  ],
  join: [
    ['join(", ", ["a", 1, true])', 'a, 1, true'],
    ['join("", ["a"], ["b", "c"])', 'abc'],
    ['join(",", [])', ''],
    ['join(",", [[1]])', 'ST124 join: the list holds a list, which is no text'],
  ],
  split: [
    ['split(",", "a,b,,c")', ['a', 'b', '', 'c']],
    ['split("", "aé")', ['a', 'é']],
    ['split(",", "")', ['']],
  ],
  lower: [
    ['lower("ABC")', 'abc'],
    ['lower("ΑΣ")', 'ασ'],
  ],
  upper: [
    ['upper("abc")', 'ABC'],
    ['upper("straße é")', 'STRAßE É'],
  ],
  replace: [
    ['replace("a.b.c", ".", "-")', 'a-b-c'],
    ['replace("1 + 2", "/[0-9]/", "<$0>")', '<1> + <2>'],
    ['replace("john smith", "/(\\\\w+) (?P<last>\\\\w+)/", "$${last}, $1")', 'smith, john'],
    ['replace("a", "/a/", "$$5 $9")', '$5 '],
    ['replace("ab", "", "-")', '-a-b-'],
    ['replace("baac", "/a*/", "x")', 'xbxcx'],
    ['replace("abc", "/(/", "x")', 'ST124 replace: not a valid RE2 pattern: missing closing ): `(`'],
  ],
  regex: [
    ['regex("[0-9]+", "ab12cd3")', '12'],
    ['regex("(a)(x)?", "ba")', ['a', null]],
    ['regex("(?P<y>\\\\d+)-(?P<m>\\\\d+)", "2026-11")', { y: '2026', m: '11' }],
    [
      'regex("orders\\\\..*")',
      { kind: 'pattern', syntax: 'regex', text: 'orders\\..*', regex: 'orders\\..*' },
    ],
    [
      'regex("x", "abc")',
      'ST124 regex: the pattern does not match; use can() or regexall() where it may not',
    ],
    ['regex("a(?=b)")', 'ST124 regex: not a valid RE2 pattern: invalid or unsupported Perl syntax: `(?=`'],
  ],
  regexall: [
    ['regexall("a.", "abacad")', ['ab', 'ac', 'ad']],
    ['regexall("x", "abc")', []],
    ['length(regexall("", "abc"))', 4],
    ['regexall("a*", "baaac")', ['', 'aaa', '']],
  ],
  glob: [
    ['glob("orders.*")', { kind: 'pattern', syntax: 'glob', text: 'orders.*', regex: 'orders\\..*' }],
    [
      'glob("{a,b}?[!x-z]+")',
      { kind: 'pattern', syntax: 'glob', text: '{a,b}?[!x-z]+', regex: '(?:a|b).[^x-z]\\+' },
    ],
    ['glob("a\\\\*")', { kind: 'pattern', syntax: 'glob', text: 'a\\*', regex: 'a\\*' }],
    ['glob("a[b")', 'ST124 glob: a "[" or "{" is not closed'],
  ],
  trim: [
    ['trim("--a-b--", "-")', 'a-b'],
    ['trim("---", "-")', ''],
  ],
  trimprefix: [
    ['[trimprefix("orders", "ord"), trimprefix("orders", "x"), trimprefix("a", "")]', ['ers', 'orders', 'a']],
  ],
  trimsuffix: [['[trimsuffix("a.tmp", ".tmp"), trimsuffix("a", "x"), trimsuffix("a", "")]', ['a', 'a', 'a']]],
  trimspace: [
    ['trimspace("  a b\\n")', 'a b'],
    ['trimspace("\\u0085\\u00a0a\\u2003")', 'a'],
    ['trimspace("\\ufeffa")', '\ufeffa'],
  ],
  startswith: [['[startswith("abc", "ab"), startswith("abc", "b")]', [true, false]]],
  endswith: [['[endswith("abc", "bc"), endswith("abc", "b")]', [true, false]]],
  strcontains: [['[strcontains("abc", "b"), strcontains("abc", "x")]', [true, false]]],
  substr: [
    ['substr("héllo", 1, 3)', 'éll'],
    ['substr("hello", -3, -1)', 'llo'],
    ['substr("hello", 9, 3)', ''],
    ['substr("👨‍👩‍👧xe\\u0301y", 0, 3)', '👨‍👩‍👧xé'],
    ['substr("hello", 0.5, 3)', 'ST124 substr: "offset" must be a whole number'],
  ],
  length: [
    ['[length([1, 2]), length({ a = 1 }), length("é😀")]', [2, 1, 2]],
    ['[length("👾🕹️"), length("👨‍👩‍👧"), length("e\\u0301")]', [2, 1, 1]],
  ],
  concat: [
    ['concat([1], [2, 3], [])', [1, 2, 3]],
    ['concat()', []],
  ],
  contains: [['[contains([1, [2]], [2]), contains(["1"], 1)]', [true, false]]],
  distinct: [
    ['distinct([1, [1], 1, { a = 1 }, { a = 1 }])', [1, [1], { a: 1 }]],
    ['distinct([1, "1", true])', ['1', 'true']],
  ],
  flatten: [['flatten([[1, [2]], [], 3])', [1, 2, 3]]],
  keys: [['keys({ b = 1, a = 2 })', ['a', 'b']]],
  values: [['values({ b = 1, a = 2 })', [2, 1]]],
  lookup: [
    ['[lookup({ a = 1 }, "a", 2), lookup({ a = 1 }, "b", 2), lookup({}, "b", null)]', [1, 2, null]],
    ['lookup({}, "b")', 'ST124 lookup: there is no key "b", and no default'],
  ],
  merge: [['merge({ a = 1, b = 1 }, { b = 2 }, null)', { a: 1, b: 2 }]],
  range: [
    [
      '[range(3), range(1, 4), range(0, 10, 4), range(2, 0), range(0)]',
      [[0, 1, 2], [1, 2, 3], [0, 4, 8], [2, 1], []],
    ],
    ['range(0, 1, 0.1)', [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]],
    ['range(0, 3, -1)', 'ST124 range: the step leads nowhere'],
    ['range(1e9)', 'ST124 range: at most 200000 numbers'],
  ],
  reverse: [['reverse([1, 2])', [2, 1]]],
  setunion: [['setunion(["b", "a"], ["a", "c"])', ['a', 'b', 'c']]],
  setintersection: [
    ['setintersection([1, 2, 3], [3, 2], [2])', [2]],
    ['setintersection([1, 2], ["1"])', ['1']],
  ],
  setsubtract: [
    ['setsubtract(["a", "b"], ["a"])', ['b']],
    ['setsubtract([1, 2], ["1"])', ['2']],
  ],
  setproduct: [
    [
      'setproduct(["a", "b"], [1, 2])',
      [
        ['a', 1],
        ['a', 2],
        ['b', 1],
        ['b', 2],
      ],
    ],
  ],
  slice: [
    ['slice([1, 2, 3], 1, 3)', [2, 3]],
    ['slice([1], 0, 2)', 'ST124 slice: from 0 to 2 is not inside a list of 1'],
  ],
  sort: [['sort(["b", "B", "a", 10])', ['10', 'B', 'a', 'b']]],
  toset: [
    ['toset(["b", "a", "b"])', ['a', 'b']],
    ['toset([10, 9, 10])', [9, 10]],
    ['toset([1, "a", true])', ['1', 'a', 'true']],
  ],
  tolist: [
    [
      '[tolist([2, 1]), tolist({ b = 1, a = 2 })]',
      [
        [2, 1],
        [2, 1],
      ],
    ],
    ['tolist(["a", 3, null, true])', ['a', '3', null, 'true']],
    ['tolist(["a", [1]])', ['a', [1]]],
  ],
  tomap: [
    ['tomap({ a = 1 })', { a: 1 }],
    ['tomap({ b = "x", a = 1 })', { b: 'x', a: '1' }],
  ],
  zipmap: [
    ['zipmap(["a", "b"], [1, 2])', { a: 1, b: 2 }],
    ['zipmap(["a"], [])', 'ST124 zipmap: there are 1 keys and 0 values'],
  ],
  one: [
    ['[one([]), one([5])]', [null, 5]],
    ['one([1, 2])', 'ST124 one: the list has 2 elements, not one or none'],
  ],
  coalesce: [
    ['coalesce(null, "", "a")', 'a'],
    ['coalesce(null, 1, "a")', '1'],
    ['coalesce(null, "")', 'ST124 coalesce: all values are null or empty'],
  ],
  compact: [
    ['compact(["a", "", null, 1, true])', ['a', '1', 'true']],
    ['compact([["a"]])', 'ST124 compact: the list holds a list, which is no text'],
  ],
  element: [
    ['[element([1, 2, 3], 4), element([1, 2, 3], -1)]', [2, 3]],
    ['element([], 0)', 'ST124 element: the list is empty'],
  ],
  tostring: [
    [
      '[tostring(1), tostring(true), tostring("a"), tostring(null), tostring(1e21)]',
      ['1', 'true', 'a', null, '1000000000000000000000'],
    ],
    ['tostring([])', 'ST124 tostring: a list is not a string'],
  ],
  tonumber: [
    ['[tonumber("1.5"), tonumber("-9007199254740993"), tonumber(null)]', [1.5, -9007199254740993n, null]],
    ['tonumber("0x10")', 'ST124 tonumber: "0x10" is not a number'],
  ],
  tobool: [
    ['[tobool("true"), tobool(false)]', [true, false]],
    ['tobool(1)', 'ST124 tobool: 1 is not true or false'],
  ],
  sensitive: [['sensitive("a")', { sensitive: 'a' }]],
  nonsensitive: [['nonsensitive(sensitive("a"))', 'a']],
  jsonencode: [
    [
      'jsonencode({ b = [1, null, "é\\""], a = 9007199254740993 })',
      '{"a":9007199254740993,"b":[1,null,"é\\""]}',
    ],
    ['jsonencode({ "<k>" = "a<b>&c\\u2028" })', '{"\\u003ck\\u003e":"a\\u003cb\\u003e\\u0026c\\u2028"}'],
    ['jsonencode([env("A")])', 'ST124 jsonencode: a secret has no JSON form'],
    ['jsonencode(cluster.us)', 'ST124 jsonencode: cluster.us has no JSON form'],
  ],
  jsondecode: [
    [
      'jsondecode("{\\"a\\": [9007199254740993, 1.5, -0, null], \\"__proto__\\": {}}")',
      { a: [9007199254740993n, 1.5, 0, null], ['__proto__']: {} },
    ],
    ['jsondecode("[\\"01\\", 1E20]")', ['01', 100000000000000000000n]],
    ['jsondecode("[\\"\\\\ud800\\", {\\"\\\\ud800\\": 1}]")', ['\ufffd', { '\ufffd': 1 }]],
    ['jsondecode("[\\"[\\\\\\"[\\", []]")', ['["[', []]],
    [
      'jsondecode(join("", [join("", [for x in range(5000) : "["]), join("", [for x in range(5000) : "]"])]))',
      'ST124 jsondecode: nested too deep',
    ],
  ],
  min: [['[min(3, 1.5, 2), min(5, 9007199254740993)]', [1.5, 5]]],
  max: [['[max(3, 1.5), max([1, 2]...)]', [3, 2]]],
  ceil: [['[ceil(1.2), ceil(-1.2), ceil(3)]', [2, -1, 3]]],
  floor: [['[floor(1.8), floor(-1.2)]', [1, -2]]],
  sum: [
    ['[sum([0.1, 0.2]), sum([0.1, 0.7, -0.8])]', [0.3, 0]],
    ['[sum([1, 2.5]), sum([9007199254740993, 1]), sum([])]', [3.5, 9007199254740994n, 0]],
    ['sum(["a"])', 'ST124 sum: the list holds a string, which is no number'],
  ],
  duration: [
    ['[duration("500ms"), duration("1h30m"), duration("7d")]', [500, 5_400_000, 604_800_000]],
    ['duration("7 days")', 'ST124 duration: "7 days" is no duration, as "500ms", "5s", "1h30m" or "7d"'],
  ],
  bytes: [
    ['[bytes("64MiB"), bytes("1kB"), bytes("5B")]', [67_108_864, 1000, 5]],
    ['bytes("64")', 'ST124 bytes: "64" is no amount of bytes, as "512kB" or "64MiB"'],
  ],
  yamldecode: [
    ['yamldecode("a: 1\\nb: [x, true, null]\\n")', { a: 1, b: ['x', true, null] }],
    [
      'yamldecode("a: &x {p: 1}\\nb: *x\\nc:\\n  <<: *x\\n  q: 2\\n")',
      { a: { p: 1 }, b: { p: 1 }, c: { p: 1, q: 2 } },
    ],
    ['yamldecode("1: 9007199254740993")', { 1: 9007199254740993n }],
    ['yamldecode("2026-01-31")', '2026-01-31'],
    ['yamldecode("")', null],
    ['yamldecode("a: 1\\na: 2")', 'ST124 yamldecode: not valid YAML in line 2: Map keys must be unique'],
    ['yamldecode("<<: 1")', 'ST124 yamldecode: not valid YAML: "<<" takes a map, or a list of maps'],
    ['yamldecode("a: *b")', 'ST124 yamldecode: not valid YAML: nothing before "*b" is called "&b"'],
    ['yamldecode("&a [*a]")', 'ST124 yamldecode: nested too deep'],
    ['yamldecode("&a {b: *a}")', 'ST124 yamldecode: nested too deep'],
    ['yamldecode("a: \\"\\\\ud800\\"")', { a: '\ufffd' }],
    ['length(yamldecode(join("\\n", [for i in range(130000) : "-"])))', 130000],
    ['yamldecode("a: .inf")', 'ST124 yamldecode: infinity and .nan have no form here'],
    ['yamldecode("? [a]\\n: 1")', 'ST124 yamldecode: a key must be text, a number or a bool'],
    [
      'yamldecode("a: !!js/function x")',
      'ST124 yamldecode: not valid YAML in line 1: Unresolved tag: tag:yaml.org,2002:js/function',
    ],
    [
      `yamldecode(join("\\n", concat(["a: &a [x]"], [for i in range(300) : "b\${i}: *a"])))`,
      'ST124 yamldecode: not valid YAML: its aliases grow too large',
    ],
    [`yamldecode(join("", [for i in range(5000) : "["]))`, 'ST124 yamldecode: nested too deep'],
    [`yamldecode(join("", [for i in range(5000) : "- "]))`, 'ST124 yamldecode: nested too deep'],
  ],
  env: [
    ['env("US_PASSWORD")', { kind: 'secret', from: { env: 'US_PASSWORD' } }],
    ['env("A=B")', 'ST124 env: the name of an environment variable has letters, digits and "_" only'],
  ],
  secret_file: [
    ['secret_file("/run/secrets/us")', { kind: 'secret', from: { file: '/run/secrets/us' } }],
    ['secret_file("")', 'ST124 secret_file: a path is needed'],
  ],
  file: [
    ['file("greeting.txt")', 'hello\n'],
    ['file("missing.txt")', 'ST124 file: missing.txt: no such file'],
    ...['../x', '/etc/passwd', 'a/../../x', 'C:/x', 'a\\\\b', '..'].map(
      (path) =>
        [
          `file("${path}")`,
          'ST124 file: only files under the directory of the topology can be read, by a relative path with "/"',
        ] as const,
    ),
  ],
  templatefile: [
    ['templatefile("hello.tpl", { name = "bob", list = [1, 2] })', 'hello BOB, 1, 2\n'],
    ['templatefile("hello.tpl", { name = sensitive("bob"), list = [] })', { sensitive: 'hello BOB\n' }],
    ['templatefile("broken.tpl", {})', 'ST124 templatefile: broken.tpl line 2: Unknown name "nobody"'],
  ],
}

for (const [name, rows] of Object.entries(table)) {
  for (const [text, expected] of rows) {
    test(`${name}: ${text}`, () => {
      assert.deepEqual(outcome(text), expected)
    })
  }
}

test('every function has a row', () => {
  assert.deepEqual([...functions.keys()].sort(), Object.keys(table).sort())
})

test('a topology without a directory has no files to read', () => {
  const names = [...standardFunctions().keys()]
  assert.ok(!names.includes('file') && !names.includes('templatefile'))
})
