import { ruleTable } from './rule-table.ts'

ruleTable('ST162', [
  { name: 'a chain', hcl: 'locals {\na = local.b\nb = 1\n}', says: [] },
  { name: 'a circle of one', hcl: 'locals {\na = local.a\n}', says: ['2:1 local.a refers to itself'] },
  {
    name: 'a circle of two',
    hcl: 'locals {\na = local.b\nb = local.a\n}',
    says: ['2:1 local.a refers to itself'],
  },
  {
    name: 'two circles',
    hcl: 'locals {\na = local.a\nb = local.b\n}',
    says: ['2:1 local.a refers to itself', '3:1 local.b refers to itself'],
  },
  {
    name: 'clusters repeated over a local that lists them',
    hcl: 'locals {\na = [for k, c in cluster.x : k]\n}\ncluster "x" {\nfor_each = local.a\nbootstrap = ["x:1"]\n}',
    says: ['2:1 local.a refers to itself'],
  },
])
