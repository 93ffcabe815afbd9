// topics, groups and config.properties.exclude → the filters of a flow. MirrorMaker's exclude lists take the place
// of its defaults; ours stand behind the defaults. So an own list is written as `default_excludes = false`, unless
// the defaults are in it.

import {
  defaultConfigExcludes,
  defaultGroupExcludes,
  defaultGroupInclude,
  defaultTopicExcludes,
} from '../topology/defaults.ts'
import type { PatternSet } from '../topology/model.ts'
import { type Carried, carriesNothing, carryPatterns } from './carry-patterns.ts'
import type { ImportContext } from './import-context.ts'
import { different, type SetupFlow, unsupported } from './mirror-setup.ts'
import { holdsReference } from './provider-reference.ts'
import type { Setting, Settings } from './setting.ts'

/** Classes that choose in place of the lists: what they choose, only they know. */
const classes = [
  ['topic.filter.class', 'DefaultTopicFilter', 'sourceConnector', 'topics'],
  ['group.filter.class', 'DefaultGroupFilter', 'checkpointConnector', 'groups'],
  ['config.property.filter.class', 'DefaultConfigPropertyFilter', 'sourceConnector', 'configs to copy'],
] as const

/** Says of every filter class of a pair what becomes of it. */
export function noteFilterClasses(setup: SetupFlow, flow: string, { ledger }: ImportContext): void {
  for (const [name, usual, connector, chosen] of classes) {
    const setting = setup[connector]?.get(name)
    if (setting === undefined) continue
    if (setting.value.trim().endsWith(usual)) {
      ledger.say(setting, { outcome: 'mapped', note: 'patterns decide here too' })
      continue
    }
    ledger.say(
      setting,
      unsupported(
        `a class of your own chooses ${chosen}, and Strait cannot read it: write what it chooses as patterns`,
      ),
    )
    ledger.remark(
      `flow.${flow}`,
      `CHANGE THIS: a class of your own chooses ${chosen} in MirrorMaker. Write what it chooses as patterns.`,
    )
  }
}

/** Undefined where nothing is included: MirrorMaker then copies nothing but heartbeats. */
export function mapTopics(settings: Settings, flow: string, context: ImportContext): PatternSet | undefined {
  const place = `flow.${flow}.topics`
  const setting = settings.get('topics')
  const carried = carry(setting, `${place}.include`, context)
  if (setting !== undefined && carried.patterns.length === 0) return undefined
  const exclude = mapExcludes(settings, { name: 'topics', place, defaults: defaultTopicExcludes }, context)
  return {
    include: setting === undefined ? ['.*'] : [...carried.patterns],
    exclude: [...carried.excluded, ...exclude],
  }
}

/** The groups whose offsets are translated. */
export function mapGroups(settings: Settings, flow: string, context: ImportContext): PatternSet {
  const place = `flow.${flow}.groups`
  const setting = settings.get('groups')
  const carried = carry(setting, `${place}.include`, context)
  const exclude = mapExcludes(settings, { name: 'groups', place, defaults: defaultGroupExcludes }, context)
  return {
    include: setting === undefined ? [...defaultGroupInclude] : [...carried.patterns],
    exclude: [...carried.excluded, ...exclude],
  }
}

/** The config keys that do not travel. */
export function mapConfigExcludes(settings: Settings, flow: string, context: ImportContext): string[] {
  const place = `flow.${flow}.configs`
  return mapExcludes(settings, { name: 'config.properties', place, defaults: defaultConfigExcludes }, context)
}

interface Excludes {
  readonly name: string
  readonly place: string
  readonly defaults: readonly string[]
}

const newerDefault =
  'topics.exclude is not set. MirrorMaker 4 then leaves out only internal topics of its own; a flow leaves out every topic whose name ends in .internal or -internal, as older versions do. Set default_excludes = false to copy them.'

function mapExcludes(
  settings: Settings,
  { name, place, defaults }: Excludes,
  context: ImportContext,
): string[] {
  const { ledger } = context
  const setting = settings.get(`${name}.exclude`)
  const removed = settings.get(`${name}.blacklist`)
  if (setting !== undefined && removed !== undefined) {
    ledger.say(removed, {
      outcome: 'ignored',
      note: `${setting.key} on line ${setting.line} is its new name, and wins`,
    })
  }
  const used = setting ?? removed
  if (used === undefined) {
    if (name === 'topics') ledger.notice(newerDefault)
    return [...defaults]
  }
  const { patterns } = carry(used, `${place}.exclude`, context)
  if (setting === undefined) {
    ledger.say(
      used,
      different(`MirrorMaker 4.0 and newer ignore this old name of ${name}.exclude; it is carried over`),
    )
  }
  const own = patterns.filter((pattern) => !defaults.some((one) => isSame(one, pattern)))
  const hasDefaults = defaults.every((one) => patterns.some((pattern) => isSame(one, pattern)))
  if (hasDefaults) return [...own, ...defaults]
  ledger.say(used, different('it takes the place of the default excludes, so default_excludes is false here'))
  return [...patterns]
}

/** The defaults as people copy them: with and without the backslashes that a character class does not need. */
function isSame(one: string, other: string): boolean {
  const plain = (pattern: string): string =>
    pattern.replaceAll(/\[[^\]]*\]/g, (found) => found.replaceAll('\\', ''))
  return plain(one) === plain(other)
}

function carry(setting: Setting | undefined, place: string, { ledger, providers }: ImportContext): Carried {
  if (setting === undefined) return carriesNothing
  if (holdsReference(setting.value, providers)) {
    ledger.refuse(setting, {
      code: 'ST232',
      summary: `"${setting.key}" comes from a config provider`,
      detail:
        'Only a running MirrorMaker knows which patterns these are. Write them into the file and import again.',
    })
    return { ...carriesNothing, patterns: ['.*'] }
  }
  const carried = carryPatterns(setting, { mayExclude: place.endsWith('.include') })
  if (carried.torn !== undefined) {
    ledger.refuse(setting, {
      code: 'ST232',
      summary: `MirrorMaker cuts lists at commas, and so it cut the repetition ${JSON.stringify(carried.torn)} of "${setting.key}"`,
      detail:
        'Java refuses what is left of it, so MirrorMaker does not start. ' +
        `Write the repetition without a comma in ${ledger.filename}, and import again.`,
    })
    return { ...carriesNothing, patterns: ['.*'] }
  }
  if (carried.problems.length > 0) {
    ledger.unfit(setting, place, carried.problems)
    return carried
  }
  ledger.mapped(setting, place, carried.notes.length === 0 ? undefined : carried.notes.join('; '))
  return carried
}
