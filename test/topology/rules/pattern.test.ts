import { copying, flow, ruleTable } from './rule-table.ts'

ruleTable('ST180', [
  { name: 'a sound pattern', hcl: flow('topics { include = ["a.*"] }'), says: [] },
  {
    name: 'a mark behind an escape',
    hcl: flow('topics { include = ["\\\\.("] }'),
    says: ['3:25 A "(" is never closed'],
  },
  {
    name: 'a mark behind a code point',
    hcl: flow('topics { include = ["\\u00e9("] }'),
    says: ['3:28 A "(" is never closed'],
  },
  {
    name: 'a pattern made of parts',
    hcl: `locals { x = "(" }\n${flow(`topics { include = ["a$\{local.x}"] }`)}`,
    says: ['4:21 A "(" is never closed, in pattern "a("'],
  },
  {
    name: 'a pattern from a local',
    hcl: `locals { x = ["("] }\n${flow('topics { include = local.x }')}`,
    says: ['4:20 A "(" is never closed, in pattern "("'],
  },
  {
    name: 'a pattern in groups',
    hcl: copying('groups { exclude = ["+"] }'),
    says: ['3:22 Nothing stands before the repetition'],
  },
  {
    name: 'a pattern in configs',
    hcl: copying('configs { exclude = ["+"] }'),
    says: ['3:23 Nothing stands before the repetition'],
  },
  {
    name: 'a pattern of 10,001 characters',
    hcl: flow(`topics { include = ["${'a'.repeat(10_001)}"] }`),
    says: ['3:21 The pattern is too long'],
  },
])
