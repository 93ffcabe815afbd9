// HCL files of one directory → topology, or every reason why not. Pure: files, values and the version come in as
// data. The line: parse → declarations → variables → names, and the same for each module → draft (each block decoded,
// each field held against the model) → rules over the whole → topology.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { FileReader } from '../hcl/functions/file-functions.ts'
import { standardFunctions } from '../hcl/functions/standard-functions.ts'
import { limits } from '../hcl/limits.ts'
import { parseHcl } from '../hcl/parse.ts'
import type { Scope } from '../hcl/scope.ts'
import type { Dependencies } from './block-address.ts'
import { checkDraft } from './check-draft.ts'
import { collectDeclarations } from './declarations.ts'
import { decodeDraft } from './decode/decode-draft.ts'
import type { WrittenModule } from './definitions.ts'
import { readDependencies } from './dependencies.ts'
import { settleDiagnostics } from './diagnostics.ts'
import type { Draft } from './draft.ts'
import { type Given, readGiven } from './given-values.ts'
import { type Guards, readGuards } from './guards.ts'
import { literalScope } from './literal-scope.ts'
import { type Output, type Policy, type Topology, topology as topologySchema } from './model.ts'
import { inOrder, type ModuleReader, openLibrary } from './modules/module-library.ts'
import { type ModulePlace, rootPlace } from './modules/module-place.ts'
import { type OpenModule, openModule } from './modules/open-module.ts'
import type { Origin, Origins } from './origins.ts'
import { refuseLeaks, shownOutputs } from './outputs.ts'
import { readPolicies } from './policies.ts'
import { scopeOf } from './scope.ts'
import { readSettings } from './settings.ts'
import { readSources, type SourceFile } from './sources.ts'
import { readStatements, type Statements } from './statements.ts'
import { readTopologyNames } from './topology-names.ts'
import { reportUnreadNames } from './unread-names.ts'
import { readDefaults } from './written-defaults.ts'

export interface TopologyInput {
  /** Every `*.hcl` file of the directory, in any order. */
  readonly files: readonly SourceFile[]
  /** `--var` and `--var-file`, in the order of the command line: later ones win. */
  readonly given?: readonly Given[]
  /** The running version of Strait, for `required_version`. */
  readonly version: string
  /** Serves `file()` and `templatefile()`, which do not exist without it. */
  readonly readFile?: FileReader
  /** Serves `module` blocks, which cannot be opened without it. */
  readonly readModule?: ModuleReader
  /** Answers no topology, but no mistake either, where a variable has no value: for checking a topology alone. */
  readonly withoutValues?: boolean
}

export interface LoadedTopology {
  /** Present exactly when there is no error and every variable has its value. */
  readonly topology?: Topology
  /** Errors and warnings, by file and line, each once. */
  readonly diagnostics: readonly Diagnostic[]
  /** The text of each file for printing diagnostics; literal passwords are blotted out. */
  readonly sources: ReadonlyMap<string, string>
  /** Where each part of the model was written. */
  readonly origins: Origins
  /** How people write a thing, by its place in the model: `flow.spoke-oslo` → `flow.spoke["oslo"]`. */
  readonly addresses: ReadonlyMap<string, string>
  readonly outputs: ReadonlyMap<string, Output>
  /** By address; the root's is empty. */
  readonly modules: ReadonlyMap<string, WrittenModule>
}

/** Reads a topology. Never throws for what the files say. */
export function loadTopology(input: TopologyInput): LoadedTopology {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const given = input.given ?? []
  const valueFiles = given.filter((each) => 'filename' in each)
  const sources = readSources([...input.files, ...valueFiles])
  const bodies = inOrder(input.files).map((file) => {
    const parsed = parseHcl(file)
    diagnostics.push(...parsed.diagnostics)
    return parsed.body
  })
  const hasSyntaxErrors = diagnostics.length > 0
  const library = openLibrary({ read: input.readModule, sources, report })
  const declarations = collectDeclarations(bodies, report)
  const budget = { steps: limits.steps }
  const origins = new Map<string, Origin>()
  const scopeIn = ({ directory, address }: ModulePlace): Scope =>
    literalScope({ functions: standardFunctions({ ...input, directory }), report, budget, address })
  const literal = scopeIn(rootPlace)
  const requiredVersion = declarations.settings && readSettings(declarations.settings, input.version, literal)
  const opened: OpenModule[] = []
  const root = openModule({ declarations, place: rootPlace }, readGiven(given, literal), {
    library,
    sources,
    scopeIn,
    opened,
    version: input.version,
    lenient: input.withoutValues === true,
    prefixes: new Map(),
    chain: [],
  })
  const scope = scopeOf({ ...literal, namespaces: root.names.namespaces })
  const surface = { scope, sources, origins }
  const defaults = declarations.settings === undefined ? {} : readDefaults(declarations.settings, surface)
  const draft = decodeDraft(inPlaceOrder(opened), { report, sources, origins, defaults })
  const names = declarations.settings && readTopologyNames(declarations.settings, surface)
  const guards = declarations.settings === undefined ? {} : readGuards(declarations.settings, surface)
  const statements = readStatements(declarations, { ...surface, draft })
  const policies = readPolicies(declarations, surface)
  const dependsOn = readDependencies(inPlaceOrder(opened))
  diagnostics.push(...checkDraft(draft))
  for (const module of opened) reportUnreadNames(module)

  const outputs = shownOutputs(root.outputs)
  refuseLeaks(declarations.named.output, root.outputs, scope)

  const settled = settleDiagnostics(diagnostics, hasSyntaxErrors || library.hasSyntaxErrors())
  const addresses = addressesOf(draft)
  const topology = settled.some(({ severity }) => severity === 'error')
    ? undefined
    : assemble(draft, {
        requiredVersion,
        names,
        addresses,
        guards,
        outputs,
        dependsOn,
        statements: { ...statements, policies },
      })
  return {
    ...(topology === undefined ? {} : { topology }),
    diagnostics: settled,
    sources: sources.shown(),
    origins,
    addresses,
    outputs,
    modules: writtenModules(opened),
  }
}

function writtenModules(opened: readonly OpenModule[]): ReadonlyMap<string, WrittenModule> {
  return new Map(
    opened.map(({ place, declarations, given }) => [place.address ?? '', { declarations, given }]),
  )
}

/** The root first; after it by name, for the order in which modules were opened carries no meaning. */
function inPlaceOrder(modules: readonly OpenModule[]): readonly OpenModule[] {
  return modules.toSorted((one, other) => (one.place.prefix < other.place.prefix ? -1 : 1))
}

/** What a topology holds beside its clusters and flows. */
interface Beside {
  readonly requiredVersion: string | undefined
  readonly names: Pick<Topology, 'name' | 'formerly'> | undefined
  readonly addresses: ReadonlyMap<string, string>
  readonly dependsOn: Dependencies
  readonly guards: Guards
  readonly outputs: ReadonlyMap<string, Output>
  readonly statements: Statements & { readonly policies: readonly Policy[] }
}

/** Undefined where a variable without value left a hole. */
function assemble(
  { clusters, flows, acls }: Draft,
  { requiredVersion, names, addresses, dependsOn, guards, outputs, statements }: Beside,
): Topology | undefined {
  const specs = <Spec>(declared: ReadonlyMap<string, { readonly spec: Spec }>): Record<string, Spec> =>
    Object.fromEntries([...declared].map(([name, { spec }]) => [name, spec]))
  const unlikeTheirName = [...addresses].filter(([path, address]) => path !== address)
  const assembled = {
    ...(requiredVersion === undefined ? {} : { requiredVersion }),
    ...names,
    clusters: specs(clusters),
    flows: specs(flows),
    ...(acls.size === 0 ? {} : { acls: specs(acls) }),
    ...(unlikeTheirName.length === 0 ? {} : { addresses: Object.fromEntries(unlikeTheirName) }),
    ...(Object.keys(dependsOn).length === 0 ? {} : { dependsOn }),
    ...guards,
    // What is not written is absent, so that a topology without statements reads as it always did.
    ...Object.fromEntries(Object.entries(statements).filter(([, list]) => list.length > 0)),
    ...(outputs.size === 0 ? {} : { outputs: Object.fromEntries(outputs) }),
  }
  return topologySchema.safeParse(assembled).data
}

function addressesOf({ clusters, flows, acls }: Draft): ReadonlyMap<string, string> {
  return new Map(
    [...clusters.values(), ...flows.values(), ...acls.values()].map(({ path, surroundings }) => [
      path,
      surroundings.address ?? path,
    ]),
  )
}
