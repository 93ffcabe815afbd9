import { ruleTable } from './rule-table.ts'

ruleTable('ST150', [
  { name: 'a known block', hcl: 'locals {}', says: [] },
  { name: 'an unknown block', hcl: 'clster "us" {}', says: ['1:1 Unknown block "clster"'] },
  { name: 'a word of Terraform', hcl: 'provider "kafka" {}', says: ['1:1 Unknown block "provider"'] },
  { name: 'a reserved word', hcl: 'moved {}', says: [] },
])
