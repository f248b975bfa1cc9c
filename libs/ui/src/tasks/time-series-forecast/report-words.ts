import { type ForecastReport } from '@lintel/contracts';
import { type Locale } from '../../language/locale';

interface ReportWords {
  readonly protocol: Readonly<Record<ForecastReport['protocol']['kind'], string>>;
  readonly baselinesCaption: string;
  /** Names of forecasts that need no model. */
  readonly baselines: Readonly<Record<string, string>>;
  readonly band: (share: string, low: string, high: string) => string;
}

/** How forecasts were measured, and the forecasts without a model beside them. */
export const REPORT_WORDS: Readonly<Record<Locale, ReportWords>> = {
  en: {
    protocol: {
      'by-time': 'The newest rows were tested, on a model of the earlier ones.',
      'by-series': 'Whole series were tested, on a model of the others.',
      'held-out': 'The model was measured on rows of their own.',
    },
    baselinesCaption: 'The model beside forecasts that need none, for the same rows.',
    baselines: { lastValue: 'Last value', seasonal: 'Season before', mean: 'Mean' },
    band: (share, low, high) => `The band holds ${share} of the true values (${low} – ${high}).`,
  },
  'zh-CN': {
    protocol: {
      'by-time': '用较早数据的模型测试了最新的行。',
      'by-series': '用其他序列的模型测试了完整的序列。',
      'held-out': '模型在单独的行上测量。',
    },
    baselinesCaption: '同样的行上模型与无需模型的预测的对比。',
    baselines: { lastValue: '最近值', seasonal: '上一周期', mean: '平均值' },
    band: (share, low, high) => `区间包含 ${share} 的真实值（${low} – ${high}）。`,
  },
};
