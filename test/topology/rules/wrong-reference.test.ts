import { copying, flow, ruleTable } from './rule-table.ts'

ruleTable('ST161', [
  { name: 'a reference', hcl: copying(), says: [] },
  {
    name: 'a text',
    hcl: copying().replace('cluster.eu', '"eu"'),
    says: ['4:10 "target" must be a cluster, written as cluster.us'],
  },
  {
    name: 'a filter in place of a cluster',
    hcl: `topics "t" { include = ["a"] }\n${copying().replace('cluster.eu', 'topics.t')}`,
    says: ['5:10 "target" must be a cluster, written as cluster.us'],
  },
  {
    name: 'all clusters',
    hcl: copying().replace('cluster.eu', 'cluster'),
    says: ['4:10 "target" must be a cluster, written as cluster.us'],
  },
  {
    name: 'a list of patterns in place of a filter',
    hcl: flow('topics = ["a"]'),
    says: ['3:10 "topics" must be a filter of topics, written as topics.business'],
  },
  { name: 'null in place of a filter', hcl: copying('groups = null'), says: [] },
])
