import { type CLASS_GATE_MESSAGES } from '@lintel/contracts';

/** The messages of the gates for models that classify pictures, in Chinese. */
export const CHINESE_GATE_MESSAGES: Record<keyof typeof CLASS_GATE_MESSAGES, string> = {
  'gate.unknown.champion': '在用版本不认识{names:names}：{examples:integer} 个测试样本计为错误。',
  'gate.unknown.champion-one': '在用版本不认识{names:names}：1 个测试样本计为错误。',
  'gate.unknown.challenger': '该模型不认识{names:names}：{examples:integer} 个测试样本计为错误。',
  'gate.unknown.challenger-one': '该模型不认识{names:names}：1 个测试样本计为错误。',

  'gate.class.expected': '每个类别的召回率至少为 {recall:percent}',
  'gate.class.expected-loss': '任何类别都不比在用版本低超过 {loss:points}',
  'gate.class.received': '{count:integer} 个类别未达标',
  'gate.class.received-lowest': '最低：{className:name} {recall:percent}',
  'gate.class.low': '{className:name}的召回率为 {recall:percent}。',
  'gate.class.lost': '{className:name}的召回率为 {recall:percent}，在用版本为 {champion:percent}。',
  'gate.class.more': '另有 {count:integer} 个类别未达标。',
  'gate.class.kept': '没有为提高平均值而牺牲任何类别。',
  'gate.class.none-low': '没有类别低于下限。',

  'gate.accuracy.expected': '至少 {accuracy:percent}',
  'gate.accuracy.received':
    '{accuracy:percent}（95% 区间：{low:percent} 至 {high:percent}），{examples:integer} 个样本',
  'gate.accuracy.received-wilson':
    '{accuracy:percent}（95% Wilson 区间：{low:percent} 至 {high:percent}），{examples:integer} 个样本',
  'gate.accuracy.reason': '测试集上的准确率为 {accuracy:percent}。',
  'gate.accuracy.low': '测试集上的准确率为 {accuracy:percent}，要求至少 {minimum:percent}。',

  'gate.calibration.expected': '至多 {error:points}',
  'gate.calibration.received': '平均偏差 {error:points}',
  'gate.calibration.reason': '其概率平均偏差 {error:points}。',
  'gate.calibration.high': '其概率平均偏差 {error:points}，最多允许 {allowed:points}。',
};
