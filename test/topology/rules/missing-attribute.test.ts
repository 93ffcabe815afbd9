import { cluster, copying, flow, ruleTable } from './rule-table.ts'

ruleTable('ST152', [
  { name: 'a whole flow', hcl: copying(), says: [] },
  { name: 'a flow without topics', hcl: flow(), says: ['1:1 Flow "f" needs "topics"'] },
  {
    name: 'a flow with a filter by name',
    hcl: `topics "t" { include = ["a"] }\n${flow('topics = topics.t')}`,
    says: [],
  },
  { name: 'a cluster without brokers', hcl: cluster('tls {}'), says: ['1:1 Cluster "c" needs "bootstrap"'] },
  {
    name: 'a required argument that is null',
    hcl: cluster('bootstrap = null'),
    says: ['2:13 Cluster "c" needs "bootstrap"'],
  },
  { name: 'a required argument misspelt', hcl: cluster('bootstrp = ["c.example.com:9092"]'), says: [] },
  { name: 'an optional argument that is null', hcl: copying('start = null'), says: [] },
  {
    name: 'a nested block',
    hcl: cluster('bootstrap = ["c.example.com:9092"]', 'sasl { username = "u" }'),
    says: ['3:1 "sasl" needs "mechanism"', '3:1 "sasl" needs "password"'],
  },
])
