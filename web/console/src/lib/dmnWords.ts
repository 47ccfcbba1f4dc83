/** The table editor's own words in Chinese. What is not here is shown as the editor has it. */
const words: Record<string, string> = {
  'Hit policy:': '命中方式', 'Hit policy': '命中方式', Unique: '只有一条符合', First: '自上而下取第一条', Priority: '按结论优先', Any: '各条结论相同',
  'Collect (Sum)': '合计', 'Collect (Min)': '取最小', 'Collect (Max)': '取最大', 'Collect (Count)': '数个数',
  'No overlap is possible and all rules are disjoint. Only a single rule can be matched': '各条互不重叠，任何情形只有一条符合',
  'Rules may overlap. The first matching rule will be chosen': '可以重叠，自上而下取第一条符合的；要写明例外顺序',
  'Rules may overlap. The one with the highest priority will be chosen': '可以重叠，取结论排在最前的',
  'Rules may overlap. Their output have to match': '可以重叠，但结论必须相同',
  'Collects the values of all matching rules and sums up to a single value': '符合的各条相加',
  'Collects the values of all matching rules and uses the lowest value': '符合的各条取最小',
  'Collects the values of all matching rules and uses the highest value': '符合的各条取最大',
  'Collects the values of all matching rules and counts the number of them': '数有几条符合',
  When: '当', And: '且', Then: '则', Input: '条件', Output: '结论', Annotations: '依据', Annotation: '依据',
  'Input label': '条件名称', 'Input expression': '条件', 'Input type': '类型', 'Input values': '可选的值', 'Input label: ': '条件名称：', 'Input expression: ': '条件：',
  'Output label': '结论名称', 'Output name': '结论名称', 'Output type': '类型', 'Output values': '可选的值', 'Output name: ': '结论：', 'Output label: ': '结论：',
  Expression: '条件', 'Enter expression': '写条件', 'Decision name': '决策名称', 'Decision name: ': '决策：', 'View DRD': '关系图',
  'Add rule': '加一条', 'Add rule above': '上面加一条', 'Add rule below': '下面加一条', 'Remove rule': '删去这条', 'Move rule': '移动', 'Copy rule': '复制', 'Cut rule': '剪切',
  'Paste rule above': '粘到上面', 'Paste rule below': '粘到下面', Rules: '各条', Rule: '条',
  'Add input': '加条件', 'Add input column left': '左边加条件', 'Add input column right': '右边加条件', 'Remove input column': '删去这个条件', 'Copy input column': '复制条件', 'Cut input column': '剪切条件',
  'Paste input column left': '粘到左边', 'Paste input column right': '粘到右边',
  'Add output': '加结论', 'Add output column left': '左边加结论', 'Add output column right': '右边加结论', 'Remove output column': '删去这个结论', 'Copy output column': '复制结论', 'Cut output column': '剪切结论',
  'Paste output column left': '粘到左边', 'Paste output column right': '粘到右边', Left: '左边', Right: '右边', Above: '上面', Below: '下面', 'Add': '加',
  'Edit input': '改条件', 'Edit output': '改结论', Edit: '改', 'Edit string': '选值', 'Edit number': '填数', 'Edit boolean': '选是否', 'Edit date': '填日期',
  'Add cell description': '加说明', 'Remove cell description': '去掉说明', 'Change cell expression language': '换写法',
  'Predefined values': '可选的值', 'Custom values': '另写', 'Add values': '加一个值', 'Add predefined values': '定可选的值', 'Clear predefined values': '不限可选的值', Values: '值', Value: '值', 'No values': '没有可选的值',
  'Match one': '是其中之一', 'Match none': '都不是', Type: '类型', 'Test type': '写法', 'Set value': '定值', Comparison: '比较', Range: '范围', 'Comparison operator': '比较',
  Equals: '等于', Less: '小于', 'Less or equals': '小于等于', Greater: '大于', 'Greater or equals': '大于等于', Include: '含', Exclude: '不含', 'Start value': '从', 'End value': '到',
  'Range start value': '从', 'Range end value': '到', 'Range start operator': '含不含起点', 'Range end operator': '含不含终点', 'String value': '文字', 'Boolean value': '是否', 'Date value': '日期', 'Number value': '数',
  Yes: '是', No: '否', '-': '不论', Before: '之前', After: '之后', Between: '之间', Exactly: '当天', 'Set date': '定日期', 'Edit start date': '改起日', 'Edit end date': '改止日', 'Start date': '起日', 'End date': '止日',
  'Use today': '用今天', 'Use now': '用现在', Date: '日期', Resize: '调宽', 'Strings must be in double quotes': '文字要加英文双引号', '"value", "value", ...': '"甲","乙"',
  'Editing not supported for set expression language': '这种写法不能在这里改', 'e.g. { sample }': '如 { sample }', 'e.g. { example } ': '如 { example }',
  string: '文字', boolean: '是否', number: '数', date: '日期',
}

export function dmnWord(template: string, replacements: Record<string, string> = {}): string {
  const text = words[template] ?? template
  return text.replace(/\{\s*([^}\s]+)\s*\}/g, (_, key: string) => replacements[key] ?? `{${key}}`)
}
