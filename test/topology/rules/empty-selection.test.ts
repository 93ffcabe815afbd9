import { copying, flow, ruleTable } from './rule-table.ts'

ruleTable('ST182', [
  { name: 'a filter', hcl: copying(), says: [] },
  {
    name: 'a list without patterns',
    hcl: flow('topics { include = [] }'),
    says: ['3:20 The filter includes nothing'],
  },
  {
    name: 'a named list without patterns',
    hcl: `topics "none" { include = [] }\n${flow('topics = topics.none')}`,
    says: ['1:27 The filter includes nothing'],
  },
  {
    name: 'a pattern with a space',
    hcl: flow('topics { include = ["a", "b c"] }'),
    says: ['3:26 Pattern "b c" matches no topic’s name'],
  },
  {
    name: 'a topic of the brokers',
    hcl: flow('topics { include = ["__.*"] }'),
    says: ['3:21 Pattern "__.*" matches only internal topics'],
  },
  {
    name: 'a topic excluded by default',
    hcl: flow('topics { include = ["x\\\\.replica"] }'),
    says: ['3:21 Everything that pattern "x\\\\.replica" matches is excluded'],
  },
  {
    name: 'the same with defaults lifted',
    hcl: flow('topics {', 'include = ["x\\\\.replica"]', 'default_excludes = false', '}'),
    says: [],
  },
  {
    name: 'a pattern under its own exclude',
    hcl: flow('topics {', 'include = ["a.*", "b"]', 'exclude = ["[a-c]+.*"]', '}'),
    says: [
      '4:12 Everything that pattern "a.*" matches is excluded',
      '4:19 Everything that pattern "b" matches is excluded',
    ],
  },
  {
    name: 'a pattern partly excluded',
    hcl: flow('topics {', 'include = ["a.*"]', 'exclude = ["ab.*"]', '}'),
    says: [],
  },
])
