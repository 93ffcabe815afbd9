import { cluster, copying, flow, ruleTable } from './rule-table.ts'

ruleTable('ST153', [
  { name: 'a number as text', hcl: copying('replication_factor = "3"'), says: [] },
  { name: 'a bool as text', hcl: copying('acls { sync = "true" }'), says: [] },
  {
    name: 'a number for a text',
    hcl: cluster('bootstrap = ["c.example.com:9092"]', 'cluster_id = 5'),
    says: [],
  },
  {
    name: 'a text for a bool',
    hcl: copying('acls { sync = "on" }'),
    says: ['3:15 "sync" must be true or false'],
  },
  {
    name: 'a list for a text',
    hcl: cluster('bootstrap = ["c.example.com:9092"]', 'cluster_id = ["a"]'),
    says: ['3:14 "cluster_id" must be a string'],
  },
  {
    name: 'a text for a list',
    hcl: flow('topics { include = "a" }'),
    says: ['3:20 "include" must be a list of patterns'],
  },
  {
    name: 'a number in a list of patterns',
    hcl: flow('topics { include = ["a", 1] }'),
    says: ['3:26 "include[1]" must be a pattern'],
  },
  {
    name: 'a list for a duration',
    hcl: copying('refresh_interval = []'),
    says: ['3:20 "refresh_interval" must be a duration such as "5s"'],
  },
  {
    name: 'a bool for an amount',
    hcl: copying('limits { bytes_per_second = true }'),
    says: ['3:29 "bytes_per_second" must be an amount of bytes such as "40MiB"'],
  },
])
