// Completion for zsh, with what each command and flag does beside it. It may be sourced after compinit, or saved
// as `_strait` in a directory of $fpath.

import type { CommandSpec } from '../command-spec.ts'
import { type CommandWords, completedCommands, type Filling, type FlagWords, globalFlags } from './words.ts'

export function zshCompletion(table: readonly CommandSpec[]): string {
  const all = completedCommands(table)
  const roots = [...new Set(all.map(({ name }) => name.split(' ')[0] ?? name))]
  return `#compdef strait
# zsh completion for strait. Load it with: source <(strait completion zsh)

_strait_names() {
  local word dir=. found
  for word in "\${(@)words[1,CURRENT-1]}"; do [[ -d $word ]] && dir=$word; done
  found=(\${(f)"$(command strait names $1 $dir 2>/dev/null)"})
  compadd -a found
}

_strait() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  _arguments -C ${globalFlags.map(flagSpec).join(' ')} '1:command:->command' '*::argument:->arguments'
  case $state in
    command) ${describe('command', all)} ;;
    arguments)
      case $words[1] in
${roots.map((root) => indented(8, branch(root, all))).join('\n')}
      esac ;;
  esac
}

if [[ $funcstack[1] == _strait ]]; then _strait "$@"; else compdef _strait strait; fi
`
}

/** One command, or the commands under one word. */
function branch(root: string, all: readonly CommandWords[]): string {
  const whole = all.find(({ name }) => name === root)
  if (whole !== undefined) return `${root}) ${argumentsOf(whole)} ;;`
  const under = all
    .filter(({ name }) => name.startsWith(`${root} `))
    .map((each) => ({ ...each, name: each.name.slice(root.length + 1) }))
  return `${root})
  _arguments -C '1:command:->sub' '*::argument:->rest'
  case $state in
    sub) ${describe('command', under)} ;;
    rest) case $words[1] in
${under.map((each) => `      ${each.name}) ${argumentsOf(each)} ;;`).join('\n')}
    esac ;;
  esac ;;`
}

function describe(what: string, all: readonly CommandWords[]): string {
  const roots = new Map<string, string>()
  for (const { name, does } of all) {
    const [root = name, ...under] = name.split(' ')
    const known = roots.get(root)
    const text = under.length === 0 ? does : under.join(' ')
    roots.set(root, known === undefined ? text : `${known}, ${text}`)
  }
  const items = [...roots].map(([name, does]) => quoted(`${name}:${does.replaceAll(':', '\\:')}`))
  return `local -a found=(${items.join(' ')}); _describe ${what} found`
}

function argumentsOf({ flags, args }: CommandWords): string {
  const given = args.map(({ filling, repeats }, at) =>
    quoted(`${repeats ? '*' : at + 1}:${wordOf(filling)}:${action(filling)}`),
  )
  return `_arguments ${[...flags.map(flagSpec), ...given].join(' ')}`
}

function flagSpec({ long, does, value }: FlagWords): string {
  const text = does.replaceAll(/[[\]:\\]/g, '\\$&')
  if (value === undefined) return quoted(`${long}[${text}]`)
  return quoted(`*${long}=[${text}]:${wordOf(value)}:${action(value)}`)
}

function wordOf({ kind }: Filling): string {
  return kind === 'words' || kind === 'unknown' ? 'value' : kind
}

function action(filling: Filling): string {
  switch (filling.kind) {
    case 'words':
      return `(${filling.words.join(' ')})`
    case 'file':
      return '_files'
    case 'dir':
      return '_files -/'
    case 'unknown':
      return ' '
    default:
      return `{_strait_names ${filling.kind}}`
  }
}

function indented(by: number, text: string): string {
  return text
    .split('\n')
    .map((line) => `${' '.repeat(by)}${line}`)
    .join('\n')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
