import { cluster, copying, ruleTable } from './rule-table.ts'

ruleTable('ST155', [
  {
    name: 'different names',
    hcl: 'topics "a" { include = ["a"] }\ntopics "b" { include = ["a"] }',
    says: [],
  },
  { name: 'one name, two kinds', hcl: 'topics "a" { include = ["a"] }\ngroups "a" {}', says: [] },
  {
    name: 'one name twice',
    hcl: 'groups "a" {}\ngroups "a" {}',
    says: ['2:1 Groups filter "a" is declared twice'],
  },
  {
    name: 'one name in two files',
    hcl: cluster('bootstrap = ["x.example.com:9092"]').replace('"c"', '"us"'),
    says: ['1:1 Cluster "us" is declared twice'],
  },
  {
    name: 'a local in two blocks',
    hcl: 'locals { a = 1 }\nlocals { a = 1 }',
    says: ['2:10 Local value "a" is declared twice'],
  },
  {
    name: 'an instance and a block',
    hcl: `${copying('for_each = ["x"]')}\n${copying().replace('"f"', '"f-x"')}`,
    says: ['7:1 Flow "f-x" is declared twice'],
  },
])
