import { type AnomalyReport } from '@lintel/contracts';
import { type Locale } from '../../language/locale';

const english = {
  anomaly: 'Anomaly',
  usual: 'Usual',
  score: (score: string) => `score ${score}; from 1 on a row is an anomaly`,
  unsureHint: 'Too much of what it looks back on is missing: a person should look.',
  reasons: 'How unusual each signal is',
  caption: 'As shares of the limit: from 1 on, a signal alone makes an anomaly.',
  missing: 'missing',
  signals: 'Signals',
  time: 'Time column',
  series: 'Series column',
  known: 'Column of known anomalies',
  falseAlarmsTitle: 'Limit',
  falseAlarms: (share: string) => `reached by ${share} of usual rows`,
  quietTitle: 'Quiet after an alarm',
  quiet: (steps: string) => `${steps} steps, unless it gets worse`,
  protocol: {
    'by-time': 'The newest rows of each series were tested, on a model of the earlier ones.',
    'held-out': 'The model was measured on rows of their own.',
  } satisfies Record<AnomalyReport['protocol']['kind'], string>,
  baselinesCaption: 'The model beside what needs none, for the same rows.',
  baselines: { gaussian: 'Mean and deviation of the rows before' } as Readonly<Record<string, string>>,
  alarms: (alarms: string) => `Alarms: ${alarms}. The rows do not say which are anomalies.`,
  found: (alarms: string, found: string, known: string) =>
    `Alarms: ${alarms}. Known anomalies found: ${found} of ${known}.`,
};

const chinese: typeof english = {
  anomaly: '异常',
  usual: '正常',
  score: (score) => `得分 ${score}；达到 1 即为异常`,
  unsureHint: '所依据的数据缺失过多，需要人工查看。',
  reasons: '各信号的异常程度',
  caption: '以界限的倍数表示：单个信号达到 1 即构成异常。',
  missing: '缺失',
  signals: '信号',
  time: '时间列',
  series: '序列列',
  known: '已知异常列',
  falseAlarmsTitle: '界限',
  falseAlarms: (share) => `${share} 的正常行会达到`,
  quietTitle: '报警后的静默',
  quiet: (steps) => `${steps} 步，除非情况恶化`,
  protocol: {
    'by-time': '用较早数据的模型测试了每个序列最新的行。',
    'held-out': '模型在单独的行上测量。',
  },
  baselinesCaption: '同样的行上模型与无需模型的方法的对比。',
  baselines: { gaussian: '此前各行的均值与标准差' },
  alarms: (alarms) => `报警：${alarms} 次。数据未标明哪些行是异常。`,
  found: (alarms, found, known) => `报警：${alarms} 次。${known} 个已知异常中发现 ${found} 个。`,
};

/** The texts of detectors of anomalies. */
export const ANOMALY_WORDS: Readonly<Record<Locale, typeof english>> = { en: english, 'zh-CN': chinese };
