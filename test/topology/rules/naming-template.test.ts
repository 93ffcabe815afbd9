import { copying, ruleTable } from './rule-table.ts'

ruleTable('ST183', [
  { name: 'prefix', hcl: copying('naming = "prefix"'), says: [] },
  { name: 'identity', hcl: copying('naming = "identity"'), says: [] },
  { name: `$\{source}_$\{topic}`, hcl: copying(`naming = "$$\{source}_$$\{topic}"`), says: [] },
  { name: `$\{topic}.copy`, hcl: copying(`naming = "$$\{topic}.copy"`), says: [] },
  { name: `a-$\{topic}`, hcl: copying(`naming = "a-$$\{topic}"`), says: [] },
  { name: 'an unknown word', hcl: copying('naming = "none"'), says: ['3:10 Unknown naming "none"'] },
  {
    name: 'a template without the topic',
    hcl: copying(`naming = "x-$$\{source}"`),
    says: ['3:10 The naming template lacks the topic'],
  },
  {
    name: 'an unknown placeholder',
    hcl: copying(`naming = "$$\{cluster}.$$\{topic}"`),
    says: ['3:11 A naming template knows no "cluster"'],
  },
  {
    name: 'a placeholder that is not closed',
    hcl: copying(`naming = "$$\{topic"`),
    says: ['3:11 A naming template knows no "topic"'],
  },
  {
    name: 'an illegal character',
    hcl: copying(`naming = "$$\{source}:$$\{topic}"`),
    says: ['3:21 A topic\'s name cannot hold ":"'],
  },
  {
    name: 'a template that is filled in too early',
    hcl: copying(`naming = "x.$\{topic}"`),
    says: ['3:15 "topic" has no value yet'],
  },
  {
    name: 'a separator with identity',
    hcl: copying('naming = "identity"', 'separator = "_"'),
    says: ['4:13 "separator" has no meaning with identity naming'],
  },
  {
    name: 'a separator that names cannot hold',
    hcl: copying('separator = "/"'),
    says: ['3:13 "/" cannot be a separator'],
  },
])
