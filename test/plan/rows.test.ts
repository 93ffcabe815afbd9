// Every kind of row, as tables of what there is and what must come out.

import { describe } from 'node:test'
import { aclCases } from './cases/acls.ts'
import { flowCases } from './cases/flows.ts'
import { groupCases } from './cases/groups.ts'
import { internalTopicCases } from './cases/internal-topics.ts'
import { topicConfigCases } from './cases/topic-configs.ts'
import { topicCases } from './cases/topics.ts'
import { testRows } from './row-case.ts'

describe('topics', () => testRows(topicCases))
describe('topic configs', () => testRows(topicConfigCases))
describe('ACLs', () => testRows(aclCases))
describe('group offsets', () => testRows(groupCases))
describe('flows', () => testRows(flowCases))
describe('internal topics', () => testRows(internalTopicCases))
