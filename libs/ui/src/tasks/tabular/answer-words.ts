import { type TableReason, type TableClassAnswer } from '@lintel/contracts';
import { type Locale } from '../../language/locale';

type Unit = TableClassAnswer['reasonUnit'];

const english = {
  interval: (low: string, high: string, level: string) => `between ${low} and ${high} in ${level} of such rows`,
  noInterval: 'No interval: there were too few rows to measure one.',
  reasons: 'Reasons',
  reasonsCaption: (base: string, unit: string) => `What each column adds to ${base}, the average answer (${unit}).`,
  units: { 'log-odds': 'log-odds', points: 'points', target: 'unit of the target' } satisfies Record<Unit, string>,
  column: 'Column',
  missing: 'missing',
  unseen: (values: string) => `Not seen in training: ${values}.`,
  unseenValue: ({ column, value }: Pick<TableReason, 'column' | 'value'>) => `${column} “${String(value)}”`,
  target: 'Target column',
  columns: 'Columns',
  level: (level: string, half: string) => `${level} of values within ± ${half}`,
  intervalTitle: 'Interval',
  group: 'Group column',
  time: 'Time column',
};

const chinese: typeof english = {
  interval: (low, high, level) => `此类行中 ${level} 在 ${low} 与 ${high} 之间`,
  noInterval: '没有区间：行数太少，无法测得。',
  reasons: '原因',
  reasonsCaption: (base, unit) => `各列在平均回答 ${base} 之上增减了多少（${unit}）。`,
  units: { 'log-odds': '对数几率', points: '分', target: '目标的单位' },
  column: '列',
  missing: '缺失',
  unseen: (values) => `训练中没有见过：${values}。`,
  unseenValue: ({ column, value }) => `${column}“${String(value)}”`,
  target: '目标列',
  columns: '列',
  level: (level, half) => `${level} 的数值在 ± ${half} 之内`,
  intervalTitle: '区间',
  group: '分组列',
  time: '时间列',
};

/** The texts of answers about a row of a table. */
export const ROW_WORDS: Readonly<Record<Locale, typeof english>> = { en: english, 'zh-CN': chinese };
