import EditingManager from 'dmn-js-shared/lib/base/EditingManager'
import Editor from 'dmn-js-decision-table/lib/Editor'
import Viewer from 'dmn-js-decision-table/lib/Viewer'
import nameEditing from 'dmn-js-decision-table/lib/features/decision-table-properties/editor'
import languages from 'dmn-js-decision-table/lib/features/expression-language'
import { HIT_POLICIES } from 'dmn-js-decision-table/lib/features/hit-policy/HitPolicies'
import { dmnWord } from './dmnWords'

/** The hit policies a pack may use; the others are not offered. */
export const known = ['UNIQUE', 'FIRST', 'ANY', 'PRIORITY', 'COLLECT SUM', 'COLLECT MIN', 'COLLECT MAX', 'COLLECT COUNT']
for (let i = HIT_POLICIES.length - 1; i >= 0; i--) {
  const { hitPolicy, aggregation } = HIT_POLICIES[i]!.value
  if (!known.includes(aggregation ? `${hitPolicy} ${aggregation}` : hitPolicy)) HIT_POLICIES.splice(i, 1)
}

// The decision's name is the packs' own and the language is always the packs' FEEL: neither is offered for editing.
const dropped = [nameEditing, languages]

class TableEditor extends Editor {
  getModules(): unknown[] {
    return [...Viewer._getModules(), ...Editor._getModules().filter((m) => !dropped.includes(m))]
  }
}

const opens = (element: { $type?: string; decisionLogic?: { $type?: string } }) => element.$type === 'dmn:Decision' && element.decisionLogic?.$type === 'dmn:DecisionTable'

class EditingTable extends EditingManager {
  _getViewProviders(): unknown[] {
    return [{ id: 'decisionTable', constructor: TableEditor, opens }]
  }
}
class ReadingTable extends EditingManager {
  _getViewProviders(): unknown[] {
    return [{ id: 'decisionTable', constructor: Viewer, opens }]
  }
}

export type Table = EditingManager

/** One decision table in the element, for writing or for reading. */
export function openTable(container: HTMLElement, editable: boolean): Table {
  const translate = { translate: ['value', dmnWord] }
  return new (editable ? EditingTable : ReadingTable)({ container, decisionTable: { additionalModules: [translate] } })
}
