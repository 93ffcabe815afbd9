import { copying, ruleTable } from './rule-table.ts'

ruleTable('ST157', [
  { name: 'one of each', hcl: copying('limits {}', 'acls {}'), says: [] },
  { name: 'two of one', hcl: copying('acls {}', 'acls {}'), says: ['4:1 "acls" stands here a second time'] },
  {
    name: 'three of one',
    hcl: copying('acls {}', 'acls {}', 'acls {}'),
    says: ['4:1 "acls" stands here a second time', '5:1 "acls" stands here a second time'],
  },
  {
    name: 'an argument and a block',
    hcl: copying('topics = topics.t'),
    says: ['4:1 "topics" stands here both as an argument and as a block'],
  },
  {
    name: 'two settings blocks',
    hcl: 'strait {}\nstrait {}',
    says: ['2:1 "strait" stands here a second time'],
  },
])
