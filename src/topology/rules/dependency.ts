// Rule: `depends_on` is a list of references, written out, to what apply makes something for.

import type { Expression } from '../../hcl/ast.ts'
import type { Traversal } from '../../hcl/scope.ts'
import { didYouMean } from '../../std/did-you-mean.ts'
import { means } from '../block-address.ts'
import type { Declarations } from '../declarations.ts'
import { quoted } from '../describe-value.ts'
import type { Finding } from '../finding.ts'
import { plainText } from '../flow-address.ts'
import { addressIn, rootPlace } from '../modules/module-place.ts'
import type { Dependency } from './dependency-circle.ts'

const example = 'depends_on = [flow.orders, flow.hub["eu"], acl.agents, module.region]'

/** What may be named, and what people look for instead. */
const roots = ['flow', 'acl', 'module', 'cluster', 'topics', 'groups']

export function notAList({ range }: Expression, traversal: Traversal | undefined): Finding {
  return {
    code: 'ST153',
    summary: '"depends_on" must be a list of references',
    detail: `It is read before anything is evaluated, so the list itself stands here${traversal === undefined ? `: ${example}` : '.'}`,
    subject: range,
    ...(traversal === undefined ? {} : { suggestion: `[${textOf(traversal)}]` }),
  }
}

export function onlyText(item: Expression, { named }: Declarations): Finding {
  const text = plainText(item) ?? ''
  const bare = text.includes('.')
    ? undefined
    : (['flow', 'acl', 'module'] as const).find((type) => named[type].has(text))
  const isAddress = /^(flow|acl|module|cluster|topics|groups)\.[\w-]+(\["[^"]*"\])?$/.test(text)
  return {
    code: 'ST161',
    summary: '"depends_on" holds references, no strings',
    detail: `${text === '' ? 'A string' : quoted(text)} is only text. Refer to the block, without quotes, as flow.orders.`,
    subject: item.range,
    ...(isAddress ? { suggestion: text } : bare === undefined ? {} : { suggestion: `${bare}.${text}` }),
  }
}

export function notAReference({ kind, range }: Expression): Finding {
  return {
    code: 'ST161',
    summary: '"depends_on" holds references, nothing that has to be evaluated',
    detail:
      kind === 'index' || kind === 'splat'
        ? 'A key is written out, as in flow.hub["eu"]; flow.hub alone means all of its instances.'
        : `Each element names one block, all instances of one, or one module: ${example}`,
    subject: range,
  }
}

/** What names of values, and of things without a block, stand for. */
const withoutBlock: Readonly<Record<string, string>> = {
  var: 'A variable is a value: it is there before anything is applied.',
  local: 'A local is a value: it is there before anything is applied. Name what it is made of.',
  each: 'It is a value: it is there before anything is applied.',
  output: 'An output is a value: it is there before anything is applied. Name what it is made of.',
  policy: 'A policy judges a plan: nothing is applied for it.',
  topic: 'A topic is made for a flow: name the flow, and all of its topics come first.',
  topic_config: 'A config is set for a flow: name the flow.',
  internal_topic: 'Topics of Strait’s own are made for flows: name the flow.',
  group_offset: 'A group is moved for a flow: name the flow.',
}

export function unknownRoot(traversal: Traversal): Finding {
  const { root, rootRange, range } = traversal
  const known = Object.hasOwn(withoutBlock, root) ? withoutBlock[root] : undefined
  if (known !== undefined)
    return {
      code: 'ST161',
      summary: `Nothing can depend on ${textOf(traversal)}`,
      detail: known,
      subject: range,
    }
  const near = didYouMean(root, roots)
  return {
    code: 'ST160',
    summary: `There is no ${quoted(root)} to depend on`,
    detail: 'A block waits for a flow, an acl or a module.',
    subject: rootRange,
    ...(near === undefined ? {} : { suggestion: near }),
  }
}

export function aboutNoBlock({ root, range }: Traversal): Finding {
  return {
    code: 'ST161',
    summary: `"${root}" alone names no block`,
    detail: `Write which one: ${root}.NAME`,
    subject: range,
  }
}

interface Deep {
  readonly type: string
  readonly isRepeated: boolean
}

/** For `flow.orders.topics` and `module.region.hub`. */
export function goesTooDeep(traversal: Traversal, { type, isRepeated }: Deep): Finding {
  const whole = textOf({ ...traversal, steps: traversal.steps.slice(0, isRepeated ? 2 : 1) })
  return {
    code: 'ST161',
    summary: `${whole} is depended on as a whole`,
    detail:
      type === 'module'
        ? 'Outputs are values, and what is in a module is seen from inside only. The module means everything in it.'
        : 'All that apply does for a block comes first, not a part of it.',
    subject: traversal.range,
    suggestion: whole,
  }
}

const madeOf = {
  cluster: 'A cluster is there before Strait comes to it, and a block that names it needs no more.',
  topics: 'A filter is a value of the flows that use it.',
  groups: 'A filter is a value of the flows that use it.',
} as const

export function nothingToDo(traversal: Traversal, type: keyof typeof madeOf): Finding {
  return {
    severity: 'warning',
    code: 'ST189',
    summary: `There is nothing to wait for in ${textOf(traversal)}`,
    detail: `${madeOf[type]} Remove it, or name the flow, acl or module that has to come first.`,
    subject: traversal.range,
  }
}

/** Undefined where it is news. */
export function alreadySaid(dependency: Dependency, before: readonly Dependency[]): Finding | undefined {
  const address = addressOf(dependency)
  const wider = before.find((other) => means(addressOf(other), address))
  if (wider === undefined) return undefined
  const isSame = addressOf(wider) === address
  return {
    severity: 'warning',
    code: 'ST189',
    summary: isSame ? `${address} stands here twice` : `${address} is part of ${addressOf(wider)}`,
    detail: 'Once is enough. Remove it.',
    subject: dependency.range,
    related: [{ message: isSame ? 'The other one' : 'Which stands here', range: wider.range }],
  }
}

function addressOf({ type, name, key }: Dependency): string {
  return addressIn(rootPlace, { type, name, ...(key === undefined ? {} : { key }) })
}

function textOf({ root, steps }: Pick<Traversal, 'root' | 'steps'>): string {
  return steps.reduce(
    (text, { kind, key }) => (kind === 'attribute' ? `${text}.${key}` : `${text}[${JSON.stringify(key)}]`),
    root,
  )
}
