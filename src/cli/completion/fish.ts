// Completion for fish, with what each command and flag does beside it.

import type { CommandSpec } from '../command-spec.ts'
import { type CommandWords, completedCommands, type Filling, type FlagWords, globalFlags } from './words.ts'

export function fishCompletion(table: readonly CommandSpec[]): string {
  const all = completedCommands(table)
  const valued = new Set(
    all.flatMap(({ flags }) => flags.filter(({ value }) => value !== undefined).map(({ long }) => long)),
  )
  return `# fish completion for strait. Load it with: strait completion fish | source

# The words so far that are neither flags nor values of flags.
function __strait_words
    set -l skip 0
    for word in (commandline -opc)[2..]
        if test $skip = 1
            set skip 0
        else if contains -- $word ${[...valued].join(' ')}
            set skip 1
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end

# Whether the line so far is this command, followed by so many arguments where that is asked.
function __strait_at
    set -l words (__strait_words)
    set -l command (string split ' ' -- $argv[1])
    set -l length (count $command)
    test $argv[1] = '' && set command && set length 0
    test $length -gt 0 && test "$words[1..$length]" != "$argv[1]" && return 1
    test (count $argv) = 1 || test (count $words) = (math $length + $argv[2])
end

function __strait_names
    set -l dir .
    for word in (commandline -opc)[2..]
        test -d $word && set dir $word
    end
    command strait names $argv[1] $dir 2>/dev/null
end

complete -c strait -f
${[...new Set(all.flatMap(commandLines))].join('\n')}
${globalFlags.map((flag) => flagLine(`__strait_at ''`, flag)).join('\n')}
${all.flatMap(ownLines).join('\n')}
`
}

function commandLines({ name, does }: CommandWords): string[] {
  const words = name.split(' ')
  return words.map((word, at) => {
    const before = quoted(words.slice(0, at).join(' '))
    const text = at === words.length - 1 ? ` -d ${quoted(does)}` : ''
    return `complete -c strait -n ${quoted(`__strait_at ${before} 0`)} -a ${word}${text}`
  })
}

function ownLines({ name, args, flags }: CommandWords): string[] {
  const own = flags.filter(({ long }) => globalFlags.every((flag) => flag.long !== long))
  return [
    ...own.map((flag) => flagLine(`__strait_at ${quoted(name)}`, flag)),
    ...args.flatMap(({ filling, repeats }, at) => {
      const fill = filler(filling)
      if (fill === '') return []
      const place = `__strait_at ${quoted(name)}${repeats ? '' : ` ${at}`}`
      return [`complete -c strait -n ${quoted(place)} ${fill}`]
    }),
  ]
}

function flagLine(condition: string, { long, does, value }: FlagWords): string {
  const taking = value === undefined ? '' : ` -r ${filler(value)}`.trimEnd()
  return `complete -c strait -n ${quoted(condition)} -l ${long.slice(2)} -d ${quoted(does)}${taking}`
}

function filler(filling: Filling): string {
  switch (filling.kind) {
    case 'words':
      return `-a ${quoted(filling.words.join(' '))}`
    case 'file':
      return '-F'
    case 'dir':
      return `-a '(__fish_complete_directories (commandline -ct))'`
    case 'unknown':
      return ''
    default:
      return `-a '(__strait_names ${filling.kind})'`
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
