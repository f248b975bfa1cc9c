import type { CardWords } from './model-card-english';
import { classCountsChinese } from './tasks/classes/class-counts-chinese';
import { classificationChinese } from './tasks/image-classification/classification-chinese';
import { findingsChinese } from './tasks/pictures/findings-chinese';

export const cardChinese: CardWords = {
  made: (name, date) => `\`${name}\`，创建于 ${date}`,
  intendedUse: '用途',
  data: {
    title: '数据',
    sizes: (train, validation, test) => `训练样本 ${train} 个，验证 ${validation} 个，测试 ${test} 个。`,
    all: (examples) => `样本 ${examples} 个，全部用于训练该模型。`,
    version: (number, sizes) => `数据版本 ${number}：${sizes}`,
    named: (name, sizes) => `${name}：${sizes}`,
    base: (name) => `基础数据：${name}`,
    source: (source) => `来源：${source}`,
    licence: (licence) => `许可：${licence}`,
    labels: (count) => `人工标注的样本：${count} 个`,
  },
  training: {
    title: '训练',
    architecture: (name, parameters) => `结构：${name}，${parameters} 个参数`,
    epochs: (epochs, batch, best) => `${epochs} 轮，每批 ${batch} 个样本；保留第 ${best} 轮的权重`,
    optimiser: (name, seed) => `优化器：${name}；随机种子 ${seed}`,
    engine: (engine, seconds) => `${engine}，${seconds} 秒`,
    search: (configurations, trials, metric) =>
      `参数：按验证部分的 ${metric} 从 ${configurations} 组配置中选出（共试验 ${trials} 次）；测试部分未参与选择`,
  },
  evaluation: {
    title: '评估',
    none: '未评估：没有留出测试样本。',
    unseen: (examples) => `在 ${examples} 个从未见过的样本上评估。`,
    apart: (examples) => `在 ${examples} 个样本上评估，每个样本由未用它拟合的模型回答。该模型本身用全部样本拟合。`,
    columns: ['指标', '数值'],
  },
  gates: {
    title: '门槛',
    passed: '通过',
    refused: '未通过',
    verdict: (verdict, date, against) =>
      `${date} ${verdict}，${against === null ? '没有在用版本可比较' : `与版本 \`${against}\` 比较`}。`,
    gate: (name, passed, reason) => `${name}：${passed ? '通过' : '未通过'}。${reason}`,
  },
  limits: {
    title: '局限',
  },
  classCounts: classCountsChinese,
  findings: findingsChinese,
  classification: classificationChinese,
  provenance: {
    title: '来源',
    model: (file, sha) => `模型：${file}，SHA-256 \`${sha}\``,
    parity: (difference, examples) => `导出模型与训练模型在 ${examples} 个样本上的最大差异：${difference}`,
    data: (sha) => `数据：SHA-256 \`${sha}\``,
    testSet: (sha) => `测试集：SHA-256 \`${sha}\``,
    code: (commit) => `代码：提交 \`${commit}\``,
    job: (id) => `任务：\`${id}\``,
  },
};
