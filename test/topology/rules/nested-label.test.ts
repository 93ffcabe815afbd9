import { copying, ruleTable } from './rule-table.ts'

ruleTable('ST156', [
  { name: 'a block without a label', hcl: copying('limits {}'), says: [] },
  { name: 'a block with a label', hcl: copying('limits "x" {}'), says: ['3:8 "limits" takes no name here'] },
  { name: 'a cluster without a name', hcl: 'cluster {}', says: ['1:1 "cluster" takes a name'] },
  { name: 'a cluster with two names', hcl: 'cluster "a" "b" {}', says: ['1:13 "cluster" takes one name'] },
  { name: 'locals with a name', hcl: 'locals "a" {}', says: ['1:8 "locals" takes no name'] },
])
