import { cluster, copying, ruleTable } from './rule-table.ts'

ruleTable('ST190', [
  { name: 'a flow between two clusters', hcl: copying(), says: [] },
  {
    name: 'a flow onto itself',
    hcl: copying().replace('cluster.eu', 'cluster.us'),
    says: ['4:10 Source and target are both cluster "us"'],
  },
  {
    name: 'two names for one broker',
    hcl:
      cluster('bootstrap = ["us.example.com:9092", "x.example.com:9092"]') +
      '\n' +
      copying().replace('cluster.eu', 'cluster.c'),
    says: ['7:10 Clusters "us" and "c" have the same brokers'],
  },
  {
    name: 'one host, two ports',
    hcl: `${cluster('bootstrap = ["us.example.com:9094"]')}\n${copying().replace('cluster.eu', 'cluster.c')}`,
    says: [],
  },
  { name: 'a target that is unknown', hcl: copying().replace('cluster.eu', 'cluster.ap'), says: [] },
])
