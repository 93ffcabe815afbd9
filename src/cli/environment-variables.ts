// The environment that Strait reads, as help and the man page tell it.

export const environmentVariables: readonly { readonly name: string; readonly does: string }[] = [
  { name: 'STRAIT_VAR_name', does: 'value of the variable "name"; flags and files of values beat it' },
  { name: 'STRAIT_SECRET_BINDINGS', does: 'which secret may go to which brokers' },
  { name: 'NO_COLOR', does: 'no colour, when it is not empty; beats FORCE_COLOR, and --color beats it' },
  { name: 'FORCE_COLOR', does: 'colour also where output goes to a pipe; 0 is no colour' },
  { name: 'XDG_CACHE_HOME', does: 'where caches are kept, instead of ~/.cache' },
]
