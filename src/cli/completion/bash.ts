// Completion for bash: one function that walks the line, then looks at what stands before the word. It needs
// nothing but bash itself, not the bash-completion package.

import type { CommandSpec } from '../command-spec.ts'
import { type CommandWords, completedCommands, type Filling, globalFlags } from './words.ts'

export function bashCompletion(table: readonly CommandSpec[]): string {
  const all = completedCommands(table)
  const valued = new Set(
    [...globalFlags, ...all.flatMap(({ flags }) => flags)]
      .filter(({ value }) => value !== undefined)
      .map(({ long }) => long),
  )
  return `# bash completion for strait. Load it with: source <(strait completion bash)

_strait_names() {
  local word dir=.
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do [[ -d $word ]] && dir=$word; done
  strait names "$1" "$dir" 2>/dev/null
}

_strait_fill() {
  case $1 in
    words) COMPREPLY=($(compgen -W "$2" -- "$cur")) ;;
    file) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
    dir) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
    flow|cluster|address)
      # Not by compgen -W, which would run what it is given.
      local name
      while IFS= read -r name; do [[ $name == "$cur"* ]] && COMPREPLY+=("$name"); done < <(_strait_names "$1") ;;
  esac
}

_strait() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= word skip= at count=0
  COMPREPLY=()
  # bash makes --flag=value three words.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  # A quote that is still open belongs to the line, not to the word.
  cur=\${cur#[\\'\\"]}
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    if [[ $word == = ]]; then skip=1; continue; fi
    if [[ -n $skip ]]; then skip=; continue; fi
    case $word in
      ${[...valued].join('|')}) skip=1 ;;
      -*) ;;
      *) case "$command $word" in
        ${commandPrefixes(all).join('|')}) command="\${command:+$command }$word" ;;
        *) count=$((count + 1)) ;;
      esac ;;
    esac
  done
  case "$command $prev" in
${flagCases(all).join('\n')}
    ${[...valued].map((flag) => `*' ${flag}'`).join('|')}) return ;;
  esac
  if [[ $cur == -* ]]; then
    case $command in
${all.map(({ name, flags }) => `      ${quoted(name)}) _strait_fill words ${quoted(flags.map(({ long }) => long).join(' '))} ;;`).join('\n')}
      *) _strait_fill words ${quoted(globalFlags.map(({ long }) => long).join(' '))} ;;
    esac
    return
  fi
  case "$command $count" in
${nextWords(all).join('\n')}
${all.flatMap(argCases).join('\n')}
  esac
}

complete -F _strait strait
`
}

/** How far a line may have come, before each word of a command: `' import'`, `'import mm2'`. */
function commandPrefixes(all: readonly CommandWords[]): string[] {
  const steps = all.flatMap(({ name }) =>
    name.split(' ').map((word, at, words) => `${words.slice(0, at).join(' ')} ${word}`),
  )
  return [...new Set(steps)].map(quoted)
}

/** What may stand next while the command is not whole yet. */
function nextWords(all: readonly CommandWords[]): string[] {
  const next = new Map<string, Set<string>>()
  for (const { name } of all) {
    name.split(' ').forEach((word, at, words) => {
      const before = words.slice(0, at).join(' ')
      next.set(before, (next.get(before) ?? new Set()).add(word))
    })
  }
  return [...next].map(
    ([before, words]) =>
      `    ${quoted(`${before} 0`)}) _strait_fill words ${quoted([...words].join(' '))} ;;`,
  )
}

/** A flag that is filled alike wherever it stands is one case. */
function flagCases(all: readonly CommandWords[]): string[] {
  const valued = all.flatMap(({ name, flags }) =>
    flags.flatMap(({ long, value }) => (value === undefined ? [] : [{ name, long, fills: fill(value) }])),
  )
  return [...Map.groupBy(valued, ({ long }) => long)].flatMap(([long, uses]) => {
    const alike = uses.every(({ fills }) => fills === uses[0]?.fills)
    const cases = alike ? uses.slice(0, 1).map((use) => ({ ...use, name: '*' })) : uses
    return cases.flatMap(({ name, fills }) => {
      const before = name === '*' ? `*${quoted(` ${long}`)}` : quoted(`${name} ${long}`)
      return fills === '' ? [] : [`    ${before}) ${fills}; return ;;`]
    })
  })
}

function argCases({ name, args }: CommandWords): string[] {
  return args.flatMap(({ filling, repeats }, at) => {
    const place = repeats ? `${quoted(`${name} `)}*` : quoted(`${name} ${at}`)
    return filling.kind === 'unknown' ? [] : [`    ${place}) ${fill(filling)} ;;`]
  })
}

function fill(filling: Filling): string {
  if (filling.kind === 'unknown') return ''
  return filling.kind === 'words'
    ? `_strait_fill words ${quoted(filling.words.join(' '))}`
    : `_strait_fill ${filling.kind}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
