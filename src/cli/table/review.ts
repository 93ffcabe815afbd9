// Commands for writing a topology and reviewing what it would do.

import type { CommandGroup } from '../command-spec.ts'

export const review: CommandGroup = {
  title: 'Write and review',
  commands: [
    {
      name: 'validate',
      args: '[dir]',
      does: 'check a directory of HCL offline; reports every mistake',
      about:
        'Reads all *.hcl files of the directory, evaluates them and applies every rule. No broker is contacted and no secret is read.',
      flags: [],
      readsTopology: true,
      examples: [
        { run: 'strait validate', does: 'check the current directory' },
        { run: 'strait validate topology/ --json', does: 'as JSON, for an editor or a pipeline' },
      ],
      exits: { 0: 'valid, warnings allowed', 1: 'not valid' },
      load: () => import('../commands/validate.ts'),
    },
    {
      name: 'fmt',
      args: '[dir|file...]',
      does: 'rewrite HCL files in the canonical layout',
      about:
        'Takes *.hcl and *.straitvars, in directories or by name, or "-" for standard input to standard output. Prints the files that changed. A file that cannot be read as HCL is left as it is, and named.',
      flags: [
        { flag: '--check', does: 'write nothing; fail when a file would change' },
        { flag: '--diff', does: 'print what changes' },
        { flag: '-r, --recursive', does: 'directories below as well' },
      ],
      readsTopology: false,
      examples: [
        { run: 'strait fmt', does: 'lay out the current directory' },
        { run: 'strait fmt --check --diff --recursive', does: 'in a pipeline' },
        { run: 'strait fmt - < main.hcl', does: 'as a filter, for an editor' },
      ],
      exits: { 0: 'done', 1: 'a file cannot be read, or would change (--check)' },
      load: () => import('../commands/fmt.ts'),
    },
    {
      name: 'plan',
      args: '[dir]',
      does: 'show what apply would change; reads only',
      about:
        'Compares a directory with the live clusters: topics, configs, ACLs, group offsets, flows. It sends requests that read and nothing else.',
      flags: [
        { flag: '--out <file>', does: 'save the plan for apply' },
        { flag: '--allow-destroy <number>', does: 'let go of exactly so many things', counts: true },
        { flag: '--detailed-exitcode', does: 'exit with 2 when there are changes' },
      ],
      readsTopology: true,
      examples: [
        { run: 'strait plan', does: 'plan the current directory' },
        { run: 'strait plan topology/ --out plan.json --detailed-exitcode', does: 'in a pipeline' },
        {
          run: 'strait plan --var \'us_bootstrap=["127.0.0.1:9092"]\'',
          does: 'with the value of a variable',
        },
      ],
      exits: { 0: 'no changes, or a plan without errors', 1: 'failure', 2: 'changes (--detailed-exitcode)' },
      load: () => import('../commands/plan.ts'),
    },
    {
      name: 'show',
      args: '<planfile>',
      does: 'render a saved plan',
      about: 'Contacts nothing.',
      flags: [{ flag: '--markdown', does: 'as Markdown' }],
      readsTopology: false,
      examples: [
        { run: 'strait show plan.json', does: 'as plan printed it' },
        { run: 'strait show plan.json --markdown', does: 'for a comment or a page' },
      ],
      load: () => import('../commands/show.ts'),
    },
    {
      name: 'explain',
      args: '<address|code> [dir]',
      does: 'why a row of the plan is there, where a value came from, or what a code means',
      about:
        'An address is one of the plan, as flow.us-to-eu or topic.eu["us.orders"], with .name behind it for one value, or var.NAME or local.NAME. A code needs no directory.',
      flags: [{ flag: '--plan <file>', does: 'a saved plan, instead of planning the directory' }],
      readsTopology: true,
      examples: [
        { run: 'strait explain ST160', does: 'what an error code means and what to do' },
        { run: 'strait explain flow.us-to-eu topology/', does: 'why a row is in the plan' },
        { run: 'strait explain flow.us-to-eu.limits.bytes_per_second', does: 'where a value came from' },
      ],
      exits: { 0: 'explained', 1: 'unknown, or the topology is wrong' },
      load: () => import('../commands/explain.ts'),
    },
    {
      name: 'graph',
      args: '[dir]',
      does: 'clusters and flows as a picture; contacts nothing',
      flags: [
        {
          flag: '--format <format>',
          does: 'of the picture',
          choices: ['mermaid', 'svg'],
          otherwise: 'mermaid',
        },
        { flag: '--plan <file>', does: 'a saved plan: what changes is coloured' },
      ],
      readsTopology: true,
      examples: [
        { run: 'strait graph', does: 'mermaid, for a page or a comment' },
        { run: 'strait graph --plan plan.json --format svg > plan.svg', does: 'what a plan changes' },
      ],
      load: () => import('../commands/graph.ts'),
    },
  ],
}
