import { type Locale } from '../../language/locale';

const english = {
  interval: (low: string, high: string, level: string) => `between ${low} and ${high} with probability ${level}`,
  unsureHint: 'Too much of what it looks back on is missing: a person should look.',
  reasons: 'Reasons',
  caption: (base: string) => `What each signal adds to ${base}, the average forecast.`,
  target: 'Forecast signal',
  signals: 'Signals',
  time: 'Time column',
  series: 'Series column',
  horizon: 'Steps ahead',
  bandTitle: 'Band',
  band: (level: string) => `holds ${level} of true values`,
};

const chinese: typeof english = {
  interval: (low, high, level) => `有 ${level} 的概率在 ${low} 与 ${high} 之间`,
  unsureHint: '所依据的数据缺失过多，需要人工查看。',
  reasons: '原因',
  caption: (base) => `各信号在平均预测 ${base} 之上增减了多少。`,
  target: '被预测信号',
  signals: '信号',
  time: '时间列',
  series: '序列列',
  horizon: '提前步数',
  bandTitle: '区间',
  band: (level) => `包含 ${level} 的真实值`,
};

/** The texts of forecasts. */
export const FORECAST_WORDS: Readonly<Record<Locale, typeof english>> = { en: english, 'zh-CN': chinese };
