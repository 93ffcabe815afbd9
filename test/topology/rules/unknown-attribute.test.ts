import { copying, ruleTable } from './rule-table.ts'

ruleTable('ST151', [
  { name: 'a known argument', hcl: copying('start = "latest"'), says: [] },
  {
    name: 'an unknown argument',
    hcl: copying('speed = 3'),
    says: ['3:1 Unknown argument "speed" in a flow'],
  },
  { name: 'an unknown block', hcl: copying('speed {}'), says: ['3:1 Unknown block "speed" in a flow'] },
  {
    name: 'an argument of a nested block',
    hcl: copying('on_conflict = "rewind"'),
    says: ['3:1 Unknown argument "on_conflict" in a flow'],
  },
  {
    name: 'a block as an argument',
    hcl: copying('limits = {}'),
    says: ['3:1 "limits" is a block, not an argument'],
  },
  {
    name: 'an argument as a block',
    hcl: copying('naming {}'),
    says: ['3:1 "naming" is an argument, not a block'],
  },
  {
    name: 'for_each as a block',
    hcl: copying('for_each {}'),
    says: ['3:1 "for_each" is an argument, not a block'],
  },
  {
    name: 'a name of JavaScript',
    hcl: copying('constructor = 1'),
    says: ['3:1 Unknown argument "constructor" in a flow'],
  },
  {
    name: 'an argument outside of every block',
    hcl: 'a = 1',
    says: ['1:1 Argument "a" stands outside of every block'],
  },
])
