import { copying, flow, ruleTable } from './rule-table.ts'

ruleTable('ST160', [
  { name: 'declared names', hcl: `topics "t" { include = ["a"] }\n${flow('topics = topics.t')}`, says: [] },
  {
    name: 'a cluster that is not declared',
    hcl: copying().replace('cluster.eu', 'cluster.ue'),
    says: ['4:10 Unknown cluster "ue"'],
  },
  {
    name: 'a cluster by index',
    hcl: copying().replace('cluster.eu', 'cluster["ue"]'),
    says: ['4:10 Unknown cluster "ue"'],
  },
  {
    name: 'a filter of the other kind',
    hcl: `topics "t" { include = ["a"] }\n${copying('groups = groups.t')}`,
    says: ['4:10 Unknown groups filter "t"'],
  },
  {
    name: 'a local in a text',
    hcl: copying(`start = "$\{local.day}T00:00:00Z"`),
    says: ['3:12 Unknown local value "day"'],
  },
  {
    name: 'each outside of a repeated block',
    hcl: copying('start = each.key'),
    says: ['3:9 "each" stands outside of a repeated block'],
  },
  {
    name: 'a wrong word of each',
    hcl: copying('for_each = ["a"]', 'start = each.index'),
    says: ['4:9 Unknown name of each "index"'],
  },
  {
    name: 'a default that refers',
    hcl: 'variable "v" { default = var.w }',
    says: ['1:26 "var" cannot be used here'],
  },
])
