// A directory with values for its variables → everything in it that has a name, and the same for every module below.
// Each module is its own world: what it needs comes in by variables, what others may use goes out by outputs.

import type { Range } from '../../errors/diagnostic.ts'
import type { Block } from '../../hcl/ast.ts'
import type { Scope } from '../../hcl/scope.ts'
import { poison, type Value } from '../../hcl/value.ts'
import type { Declarations } from '../declarations.ts'
import { type Finding, reportIn } from '../finding.ts'
import type { GivenValue } from '../given-values.ts'
import { type Names, resolveNames } from '../names.ts'
import { readOutputs } from '../outputs.ts'
import { reservedVariables } from '../rules/module-inputs.ts'
import { rootOnly } from '../rules/root-only.ts'
import { type Namespace, scopeOf } from '../scope.ts'
import { readSettings } from '../settings.ts'
import type { Sources } from '../sources.ts'
import { resolveVariables } from '../variables.ts'
import { type ModuleInstance, moduleValue, readModuleCall } from './module-call.ts'
import type { Library } from './module-library.ts'
import { type ModulePlace, placeOfModule } from './module-place.ts'

/** A module with all its values; the root is one too. */
export interface OpenModule {
  readonly place: ModulePlace
  readonly declarations: Declarations
  /** Knows the functions and where to report, but no names. */
  readonly literalScope: Scope
  readonly names: Names
  readonly outputs: ReadonlyMap<string, Value>
  /** What its variables were given. */
  readonly given: ReadonlyMap<string, GivenValue>
}

export interface OpenContext {
  readonly library: Library
  readonly sources: Sources
  readonly version: string
  readonly lenient: boolean
  readonly scopeIn: (place: ModulePlace) => Scope
  /** Every module that was opened, each after those below it. */
  readonly opened: OpenModule[]
  /** The headers of the blocks that made the prefixes so far. */
  readonly prefixes: Map<string, Range>
  /** Directories from the root to the one that is being opened. */
  readonly chain: readonly string[]
}

/** A module inside a module inside a module … each repeated: more than that nobody meant. */
const modulesMax = 500

/** Opens a module and all below it. `given` has the values of its variables. */
export function openModule(
  { declarations, place }: Pick<OpenModule, 'declarations' | 'place'>,
  given: ReadonlyMap<string, GivenValue>,
  context: OpenContext,
): OpenModule {
  const literalScope = context.scopeIn(place)
  const variables = resolveVariables(declarations.named.variable, given, {
    literalScope,
    sources: context.sources,
    lenient: context.lenient,
  })
  const names = resolveNames(declarations, variables, {
    literalScope,
    place,
    callModule: (block, namespaces) =>
      openInstances(
        block,
        { place, namespaces, literalScope },
        { ...context, chain: [...context.chain, place.directory] },
      ),
  })
  const outputs = readOutputs(
    declarations.named.output,
    scopeOf({ ...literalScope, namespaces: names.namespaces }),
  )
  const opened = { place, declarations, literalScope, names, outputs, given }
  context.opened.push(opened)
  return opened
}

interface Around {
  readonly place: ModulePlace
  readonly namespaces: ReadonlyMap<string, Namespace>
  readonly literalScope: Scope
}

function openInstances(block: Block, around: Around, context: OpenContext): Value {
  const name = block.labels[0]?.text ?? ''
  const instances = readModuleCall({ block, name, ...around }, context)
  if (instances === undefined) return poison
  const say = (finding: Finding): void =>
    reportIn({ ...around.literalScope, context: `module "${name}"` }, finding)
  const opened = instances.flatMap((instance) => {
    const refusal = tooMany(instance, context) ?? clash(instance, context)
    if (refusal !== undefined) {
      say(refusal)
      return []
    }
    return [{ instance: instance.instance, outputs: openInstance(instance, context).outputs }]
  })
  return opened.length < instances.length ? poison : moduleValue(block, opened)
}

function openInstance({ module, instance, given }: ModuleInstance, context: OpenContext): OpenModule {
  const { declarations, directory } = module
  const place = placeOfModule(instance, directory)
  const scope = context.scopeIn(place)
  const { moved, import: imports, removed } = declarations.statements
  const settings = declarations.settings
  if (settings !== undefined) readSettings(settings, context.version, scope)
  const findings = [
    ...reservedVariables(declarations.named.variable),
    ...rootOnly([
      ...moved,
      ...imports,
      ...removed,
      ...declarations.named.policy.values(),
      ...(settings?.body.blocks ?? []),
    ]),
  ]
  for (const finding of findings) reportIn(scope, finding)
  return openModule({ declarations, place }, given, context)
}

function tooMany({ header }: ModuleInstance, { opened, prefixes }: OpenContext): Finding | undefined {
  if (Math.max(opened.length, prefixes.size) < modulesMax) return undefined
  return {
    code: 'ST128',
    summary: 'There are too many modules',
    detail: `A topology may have ${modulesMax} of them, repeated ones counted as often as they are repeated.`,
    subject: header,
  }
}

/** `region["eu"]` and `region-eu` would give their contents the same names. */
function clash({ instance, header }: ModuleInstance, { prefixes }: OpenContext): Finding | undefined {
  const first = prefixes.get(instance.name)
  if (first === undefined) {
    prefixes.set(instance.name, header)
    return undefined
  }
  return {
    code: 'ST155',
    summary: `Two modules would both be called "${instance.name}"`,
    detail:
      'In the names of what it makes a module is called by its name, and a repeated one by name, dash and key. Rename one of the two.',
    subject: header,
    related: [{ message: 'The other one', range: first }],
  }
}
