// Clusters and flows as a picture: what it says of a plan, what it does when it grows too large, and that no name
// in it can act.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Edge, Graph } from '../../src/render/graph.ts'
import { graphOfPlan, graphOfTopology } from '../../src/render/graph.ts'
import { layOut } from '../../src/render/graph-layout.ts'
import { renderGraphMarkdown } from '../../src/render/graph-markdown.ts'
import { renderGraphSvg } from '../../src/render/graph-svg.ts'
import { mermaidLimits, renderMermaid } from '../../src/render/mermaid.ts'
import { renderPlanMarkdown } from '../../src/render/plan-markdown.ts'
import { assertProperty } from '../fuzz.ts'
import { flowOf, topologyOf } from '../plan/fixtures.ts'
import { firstPlan, shownPlans } from './plans.ts'

const edge: Edge = { source: 'us', target: 'eu', lines: ['orders'], change: 'same' }

/** Every pair of so many clusters, copied by so many flows. */
function mesh(clusters: number, flowsEach: number): Graph {
  const names = Array.from({ length: clusters }, (_, index) => `cluster-${index}`)
  const edges = names.flatMap((source) =>
    names
      .filter((target) => target !== source)
      .flatMap((target) =>
        Array.from({ length: flowsEach }, (_, index): Edge => {
          const change = index % 2 === 0 ? 'added' : 'same'
          return { source, target, lines: [`${source}-${target}-${index}`], change }
        }),
      ),
  )
  return { clusters: names, titles: {}, edges }
}

describe('a graph', () => {
  test('of a plan says what each flow has to copy and how long that takes', () => {
    assert.deepEqual(graphOfPlan(firstPlan), {
      clusters: ['us', 'eu'],
      titles: {},
      edges: [{ source: 'us', target: 'eu', lines: ['us-to-eu', '+1.1 GiB, ~29 s'], change: 'added' }],
    })
  })

  test('of a flow that is given another target shows where it stops and where it begins', () => {
    const edges = graphOfPlan(shownPlans['moved-flow']).edges
    assert.deepEqual(
      edges.map(({ target, change }) => [target, change]),
      [
        ['eu', 'removed'],
        ['ap', 'added'],
      ],
    )
  })

  test('of a stopped flow shows it, though the configuration no longer has it', () => {
    assert.deepEqual(graphOfPlan(shownPlans['stopped-flow']).edges, [
      { source: 'us', target: 'eu', lines: ['us-to-eu', 'stops'], change: 'removed' },
    ])
  })

  test('of a topology needs no cluster', () => {
    assert.deepEqual(graphOfTopology(topologyOf([flowOf()])), {
      clusters: ['us', 'eu'],
      titles: {},
      edges: [{ source: 'us', target: 'eu', lines: ['us-to-eu'], change: 'same' }],
    })
  })
})

test('a flow that waits for others says so beside its name, and one that stops does not', () => {
  const dependsOn = { 'flow.us-to-eu': ['flow.hub', 'module.region["north"]'] }
  const edge = graphOfTopology({ ...topologyOf([flowOf()]), dependsOn }).edges[0]
  assert.deepEqual(edge?.lines, ['us-to-eu', 'after flow.hub and module.region["north"]'])
  assert.deepEqual(
    graphOfPlan(shownPlans.ordered).edges.map(({ lines }) => lines.slice(0, 2)),
    [['gone', 'stops'], ['older', 'stops'], ['clicks'], ['orders', 'after acl.billing and flow.clicks']],
  )
})

describe('clusters of modules and repeated ones', () => {
  const addresses = {
    'cluster.region-eu--local': 'module.region["eu"].cluster.local',
    'flow.us-to-eu': 'flow.us-to["eu"]',
  }
  const spec = flowOf({ target: 'region-eu--local' })
  const base = topologyOf([spec])
  const graph = graphOfTopology({ ...base, addresses })

  test('go by their addresses in every picture, and by their names in what a program reads', () => {
    assert.deepEqual(graph.titles, { 'region-eu--local': 'module.region["eu"].cluster.local' })
    assert.equal(graph.edges[0]?.target, 'region-eu--local')
    assert.match(renderMermaid(graph) ?? '', /c\d\(\["module\.region#91;#34;eu#34;#93;\.cluster\.local"\]\)/)
    assert.match(renderGraphSvg(graph) ?? '', />module\.region\[&#34;eu&#34;\]\.cluster\.local</)
    const table = renderGraphMarkdown(graph, { charactersMax: 0, edgesMax: 0 })
    assert.match(table, /us &#8594; module\.region&#91;&#34;eu&#34;&#93;\.cluster\.local/)
  })

  test('stand over their changes in a comment', () => {
    const plan = {
      ...firstPlan,
      configuration: { ...firstPlan.configuration, addresses: { 'cluster.eu': 'cluster.spoke["eu"]' } },
    }
    assert.match(
      renderPlanMarkdown(plan),
      /<summary><code>cluster\.spoke&#91;&#34;eu&#34;&#93;<\/code>: 4 to add<\/summary>/,
    )
  })
})

describe('mermaid', () => {
  test('colours what changes and links clusters by ids of its own', () => {
    const graph: Graph = {
      clusters: ['us', 'eu'],
      titles: {},
      edges: [
        { ...edge, lines: ['orders', '+120 GiB, ~3 h'], change: 'added' },
        { ...edge, source: 'eu', target: 'us', lines: ['back'], change: 'same' },
        { ...edge, lines: ['old', 'stops'], change: 'removed' },
      ],
    }
    assert.equal(
      renderMermaid(graph),
      [
        'flowchart LR',
        '  c0(["us"])',
        '  c1(["eu"])',
        '  c0 ==>|"orders<br/>+120 GiB, ~3 h"| c1',
        '  c1 -->|"back"| c0',
        '  c0 -.->|"old<br/>stops"| c1',
        '  linkStyle 0 stroke:#2da44e,stroke-width:3px',
        '  linkStyle 2 stroke:#cf222e,stroke-width:3px',
      ].join('\n'),
    )
  })

  test('draws 2,000 flows collapsed, within the limits', () => {
    const text = renderMermaid(mesh(10, 22))
    assert.ok(text !== undefined && text.length <= mermaidLimits.charactersMax)
    const links = text.split('\n').filter((line) => line.includes('|"'))
    assert.equal(links.length, 180)
    assert.match(text, /11 flows added/)
  })

  test('gives way to a table that counts what it leaves out', () => {
    assert.equal(renderMermaid(mesh(30, 1)), undefined)
    const table = renderGraphMarkdown(mesh(30, 1))
    assert.match(table, /^\| flow \| source → target \|/)
    assert.match(table, /and 770 more flows$/)
  })

  test('keeps every name inside its label, whatever the name holds', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(
        '"',
        ']',
        '|',
        '\n',
        '`',
        '#',
        ';',
        '<',
        '>',
        '&',
        '%%',
        '-->',
        'end',
        ' ',
        'é',
        '\u202e',
        '(',
      ),
    })
    assertProperty(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 4 }), (names) => {
        const edges = names.map(
          (name): Edge => ({ source: 'us', target: 'eu', lines: [name], change: 'same' }),
        )
        const text = renderMermaid({ clusters: ['us', 'eu'], titles: {}, edges }) ?? ''
        const label = '(?:[A-Za-z0-9 .,_+~-]|#\\d+;)*'
        const [head, us, eu, ...links] = text.split('\n')
        assert.deepEqual([head, us, eu], ['flowchart LR', '  c0(["us"])', '  c1(["eu"])'])
        assert.equal(links.length, names.length)
        for (const link of links) assert.match(link, new RegExp(`^ {2}c0 -->\\|"${label}"\\| c1$`))
      }),
    )
  })
})

describe('SVG', () => {
  const drawn = (graph: Graph): string => renderGraphSvg(graph) ?? ''

  test('shows every cluster and every flow once', () => {
    const graph: Graph = {
      clusters: ['us', 'eu', 'ap'],
      titles: {},
      edges: [
        { ...edge, lines: ['there', '+120 GiB, ~3 h'], change: 'added' },
        { ...edge, source: 'eu', target: 'us', lines: ['back'] },
        { ...edge, source: 'us', target: 'ap', lines: ['far'], change: 'removed' },
      ],
    }
    const texts = Array.from(drawn(graph).matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text]) => text)
    assert.deepEqual(texts.sort(), [
      ...['+120 GiB, ~3 h', 'added', 'ap', 'back', 'eu', 'far', 'stopped', 'there', 'unchanged', 'us'],
    ])
    assert.equal(drawn(graph).match(/marker-end/g)?.length, 3)
  })

  test('of three hundred flows fits a few screens, one edge for those that run alike', () => {
    const clusters = ['hub', ...Array.from({ length: 30 }, (_, index) => `spoke-${index}`)]
    const edges = Array.from({ length: 300 }, (_, index): Edge => {
      return { source: `spoke-${index % 30}`, target: 'hub', lines: [`flow-${index}`], change: 'same' }
    })
    const text = drawn({ clusters, titles: {}, edges })
    assert.equal(text.match(/>10 flows</g)?.length, 30)
    assert.ok(Number(/ height="(\d+)"/.exec(text)?.[1]) < 2500)
  })

  test('is too large a thing for thirty clusters that all copy to each other', () => {
    assert.equal(renderGraphSvg(mesh(30, 1)), undefined)
    assert.match(drawn(mesh(10, 22)), /11 flows added/)
  })

  test('is well-formed and holds no element but its own, whatever the names', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(
        '"',
        "'",
        '<',
        '>',
        '&',
        ']]>',
        '<!--',
        '<script>',
        '\u0000',
        '\ud800',
        'é',
        ' ',
        'a',
      ),
    })
    assertProperty(
      fc.property(hostile, hostile, (cluster, name) => {
        const graph: Graph = {
          clusters: [cluster, 'eu'],
          titles: { eu: cluster },
          edges: [{ source: cluster, target: 'eu', lines: [name], change: 'added' }],
        }
        const elements = new Set(Array.from(drawn(graph).matchAll(/<\/?([^\s>/]*)/g), ([, tag]) => tag))
        assert.deepEqual([...elements].sort(), ['marker', 'path', 'rect', 'svg', 'text', 'title'])
        // What is left between elements is text: no sign of an element, and no entity but numbers.
        const text = drawn(graph).replaceAll(/<[a-z/][^<>]*>/g, '')
        assert.doesNotMatch(text, /[<>\p{Cs}]|(?!\n)\p{Cc}|&(?!#\d+;)/u)
      }),
    )
  })

  test('lets no two labels and no two clusters overlap', () => {
    assertProperty(
      fc.property(fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 25 }), (pairs) => {
        const clusters = Array.from({ length: 8 }, (_, index) => `c${index}`)
        const edges = pairs.map(([one, other]): Edge => ({ ...edge, source: `c${one}`, target: `c${other}` }))
        const layout = layOut(
          { clusters, titles: {}, edges },
          { clusters: clusters.map(() => box(90, 40)), labels: edges.map(() => box(120, 30)) },
        )
        const places = [...layout.clusters, ...layout.edges.map(({ label }) => label)]
        for (const [index, one] of places.entries()) {
          for (const other of places.slice(index + 1)) {
            const apart =
              Math.abs(one.x - other.x) >= (one.width + other.width) / 2 ||
              Math.abs(one.y - other.y) >= (one.height + other.height) / 2
            assert.ok(apart, JSON.stringify([one.x, one.y, other.x, other.y]))
          }
          assert.ok(one.x - one.width / 2 >= 0 && one.x + one.width / 2 <= layout.width)
          assert.ok(one.y - one.height / 2 >= 0 && one.y + one.height / 2 <= layout.height)
        }
      }),
    )
  })
})

function box(width: number, height: number) {
  return { width, height }
}
