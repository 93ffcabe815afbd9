import { cluster, ruleTable } from './rule-table.ts'

ruleTable('ST171', [
  { name: 'a:1', hcl: cluster('bootstrap = ["a:1"]'), says: [] },
  { name: 'broker-1.example.com:9092', hcl: cluster('bootstrap = ["broker-1.example.com:9092"]'), says: [] },
  { name: '10.0.0.1:65535', hcl: cluster('bootstrap = ["10.0.0.1:65535"]'), says: [] },
  { name: '[::1]:9092', hcl: cluster('bootstrap = ["[::1]:9092"]'), says: [] },
  {
    name: '"a"',
    hcl: cluster('bootstrap = ["a"]'),
    says: ['2:14 "a" is not an address of the form host:port'],
  },
  {
    name: '"a:0"',
    hcl: cluster('bootstrap = ["a:0"]'),
    says: ['2:14 "a:0" is not an address of the form host:port'],
  },
  {
    name: '"a:65536"',
    hcl: cluster('bootstrap = ["a:65536"]'),
    says: ['2:14 "a:65536" is not an address of the form host:port'],
  },
  {
    name: '"a:b"',
    hcl: cluster('bootstrap = ["a:b"]'),
    says: ['2:14 "a:b" is not an address of the form host:port'],
  },
  {
    name: '":9092"',
    hcl: cluster('bootstrap = [":9092"]'),
    says: ['2:14 ":9092" is not an address of the form host:port'],
  },
  {
    name: '"http://a:9092"',
    hcl: cluster('bootstrap = ["http://a:9092"]'),
    says: ['2:14 "http://a:9092" is not an address of the form host:port'],
  },
  {
    name: '"a:9092/x"',
    hcl: cluster('bootstrap = ["a:9092/x"]'),
    says: ['2:14 "a:9092/x" is not an address of the form host:port'],
  },
  {
    name: '"::1:9092"',
    hcl: cluster('bootstrap = ["::1:9092"]'),
    says: ['2:14 "::1:9092" is not an address of the form host:port'],
  },
  {
    name: '"a b:9092"',
    hcl: cluster('bootstrap = ["a b:9092"]'),
    says: ['2:14 "a b:9092" is not an address of the form host:port'],
  },
  { name: 'several in one text', hcl: cluster('bootstrap = "a:1, b:2"'), says: [] },
  {
    name: 'a bad one in one text',
    hcl: cluster('bootstrap = "a:1,b"'),
    says: ['2:13 "b" is not an address of the form host:port'],
  },
])
